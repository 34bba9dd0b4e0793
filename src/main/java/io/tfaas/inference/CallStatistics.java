package io.tfaas.inference;

import java.util.List;

/**
 * What a model version has done since it was loaded, in the terms of Triton's statistics extension:
 * durations count for each request of a batch, executions once for all.
 *
 * @param lastInferenceMillis when it was last called, in milliseconds since 1970; 0 for never
 * @param inferenceCount rows answered
 * @param executionCount calls of TensorFlow
 * @param success from a request's arrival at the model to its answer
 * @param fail the same of requests that failed
 * @param queue from arrival to the start of the call
 * @param computeInput putting the rows of a batch together
 * @param computeInfer TensorFlow's part
 * @param computeOutput taking the answer apart
 * @param batches by number of rows, ascending
 */
public record CallStatistics(
    long lastInferenceMillis,
    long inferenceCount,
    long executionCount,
    Timing success,
    Timing fail,
    Timing queue,
    Timing computeInput,
    Timing computeInfer,
    Timing computeOutput,
    List<BatchTiming> batches) {

  public CallStatistics {
    batches = List.copyOf(batches);
  }

  /** How often something was done, and how long it took in all. */
  public record Timing(long count, long nanos) {}

  /** The calls of TensorFlow with so many rows. */
  public record BatchTiming(
      int rows, Timing computeInput, Timing computeInfer, Timing computeOutput) {}
}
