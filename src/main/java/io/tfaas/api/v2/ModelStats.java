package io.tfaas.api.v2;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tfaas.inference.CallStatistics;
import io.tfaas.inference.CallStatistics.BatchTiming;
import io.tfaas.inference.CallStatistics.Timing;
import java.util.List;

/** The statistics extension's figures of one version of a model, since it was loaded. */
record ModelStats(
    String name,
    String version,
    @JsonProperty("last_inference") long lastInference,
    @JsonProperty("inference_count") long inferenceCount,
    @JsonProperty("execution_count") long executionCount,
    @JsonProperty("inference_stats") InferenceStats inferenceStats,
    @JsonProperty("batch_stats") List<BatchStats> batchStats) {

  /** The reply of every path with statistics. */
  record All(@JsonProperty("model_stats") List<ModelStats> modelStats) {

    All {
      modelStats = List.copyOf(modelStats);
    }

    static All of(List<Statistics.Figures> figures) {
      return new All(figures.stream().map(ModelStats::of).toList());
    }
  }

  /**
   * @param ns nanoseconds, of all together
   */
  record Duration(long count, long ns) {

    static Duration of(Timing timing) {
      return new Duration(timing.count(), timing.nanos());
    }
  }

  record InferenceStats(
      Duration success,
      Duration fail,
      Duration queue,
      @JsonProperty("compute_input") Duration computeInput,
      @JsonProperty("compute_infer") Duration computeInfer,
      @JsonProperty("compute_output") Duration computeOutput) {

    static InferenceStats of(CallStatistics calls) {
      return new InferenceStats(
          Duration.of(calls.success()),
          Duration.of(calls.fail()),
          Duration.of(calls.queue()),
          Duration.of(calls.computeInput()),
          Duration.of(calls.computeInfer()),
          Duration.of(calls.computeOutput()));
    }
  }

  record BatchStats(
      @JsonProperty("batch_size") long batchSize,
      @JsonProperty("compute_input") Duration computeInput,
      @JsonProperty("compute_infer") Duration computeInfer,
      @JsonProperty("compute_output") Duration computeOutput) {

    static BatchStats of(BatchTiming batch) {
      return new BatchStats(
          batch.rows(),
          Duration.of(batch.computeInput()),
          Duration.of(batch.computeInfer()),
          Duration.of(batch.computeOutput()));
    }
  }

  ModelStats {
    batchStats = List.copyOf(batchStats);
  }

  private static ModelStats of(Statistics.Figures figures) {
    CallStatistics calls = figures.calls();
    return new ModelStats(
        figures.name().value(),
        Long.toString(figures.version()),
        calls.lastInferenceMillis(),
        calls.inferenceCount(),
        calls.executionCount(),
        InferenceStats.of(calls),
        calls.batches().stream().map(BatchStats::of).toList());
  }
}
