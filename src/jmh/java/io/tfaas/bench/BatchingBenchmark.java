package io.tfaas.bench;

import io.tfaas.inference.BatchLimits;
import io.tfaas.inference.CallTerms;
import io.tfaas.inference.Predictor;
import io.tfaas.inference.RowPredictor;
import io.tfaas.model.Lease;
import io.tfaas.model.ModelLoader;
import io.tfaas.model.ModelManager;
import io.tfaas.model.Row;
import io.tfaas.repository.ModelRepository;
import io.tfaas.session.SessionConfig;
import io.tfaas.tensor.Numbers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Rows of 42 values to predictions, without HTTP or Jersey: by one thread, which finds the model
 * free every time, and by 32 that each wait for their answer, with and without batching.
 *
 * <pre>{@code src/bench/jmh Batching}</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class BatchingBenchmark {

  private static final int KEPT_VERSIONS = 5;

  private final ModelFolder folder = ModelFolder.of("hep42");
  private final ModelManager batched = models(true);
  private final ModelManager unbatched = models(false);
  private final Predictor predictor =
      new Predictor(
          new BatchLimits(
              Runtime.getRuntime().availableProcessors(),
              /* maxRows= */ 128,
              /* maxWaitingRows= */ 8192));
  private final RowPredictor rows = new RowPredictor(predictor);
  private final Row row =
      new Row(
          List.of(),
          Numbers.of(IntStream.range(0, 42).mapToDouble(feature -> feature / 42.0).toArray()));

  private ModelManager models(boolean batches) {
    ModelManager models =
        new ModelManager(
            new ModelRepository(folder.path(), Optional.empty(), KEPT_VERSIONS),
            new ModelLoader(SessionConfig.ofThreads(1, -1), batches),
            /* takesCalls= */ false);
    models.start();
    return models;
  }

  private static Lease lease(ModelManager models) {
    return models.lease(Optional.empty(), Duration.ofMinutes(1)).join();
  }

  @Benchmark
  public Object alone() {
    return rows.predict(lease(batched), row, CallTerms.NONE).join();
  }

  @Benchmark
  @Threads(32)
  public Object contended() {
    return rows.predict(lease(batched), row, CallTerms.NONE).join();
  }

  @Benchmark
  @Threads(32)
  public Object contendedUnbatched() {
    return rows.predict(lease(unbatched), row, CallTerms.NONE).join();
  }

  @TearDown
  public void close() {
    predictor.close();
    batched.close();
    unbatched.close();
    folder.close();
  }
}
