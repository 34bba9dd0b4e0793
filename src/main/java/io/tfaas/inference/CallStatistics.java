package io.tfaas.inference;

import io.tfaas.error.DeadlineException;
import io.tfaas.error.InternalException;
import io.tfaas.error.InvalidModelException;
import io.tfaas.error.OverloadedException;
import java.util.List;
import java.util.Map;

/**
 * What a model version has done since it was loaded, in the terms of Triton's statistics extension:
 * durations count for each request of a batch, executions once for all.
 *
 * @param lastInferenceMillis when it was last called, in milliseconds since 1970; 0 for never
 * @param inferenceCount rows answered
 * @param executionCount calls of TensorFlow
 * @param pending requests that wait for their call to begin
 * @param success from a request's arrival at the model to its answer
 * @param fail the same of requests that failed
 * @param failures how many of these failed for what, each reason there is
 * @param queue from arrival to the start of the call
 * @param computeInput putting the rows of a batch together
 * @param computeInfer TensorFlow's part
 * @param computeOutput taking the answer apart
 * @param batches by number of rows, ascending: all up to 1024 rows, and of more rows the first 1024
 *     numbers that there were
 */
public record CallStatistics(
    long lastInferenceMillis,
    long inferenceCount,
    long executionCount,
    int pending,
    Timing success,
    Timing fail,
    Map<FailureReason, Long> failures,
    Timing queue,
    Timing computeInput,
    Timing computeInfer,
    Timing computeOutput,
    List<BatchTiming> batches) {

  public CallStatistics {
    failures = Map.copyOf(failures);
    batches = List.copyOf(batches);
  }

  /** Why a request failed, in the words of Triton's metrics. */
  public enum FailureReason {
    /** There was too much to do. */
    REJECTED,
    /** Its time was over, or its client was gone. */
    CANCELED,
    /** The model or TensorFlow failed. */
    BACKEND,
    /** Any other: the request itself was wrong. */
    OTHER;

    static FailureReason of(Throwable failure) {
      if (failure instanceof OverloadedException) {
        return REJECTED;
      }
      if (failure instanceof DeadlineException) {
        return CANCELED;
      }
      return failure instanceof InternalException || failure instanceof InvalidModelException
          ? BACKEND
          : OTHER;
    }
  }

  /** How often something was done, and how long it took in all. */
  public record Timing(long count, long nanos) {}

  /** The calls of TensorFlow with so many rows. */
  public record BatchTiming(
      int rows, Timing computeInput, Timing computeInfer, Timing computeOutput) {}
}
