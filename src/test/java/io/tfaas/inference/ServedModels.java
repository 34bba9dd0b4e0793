package io.tfaas.inference;

import io.tfaas.model.BoundSignature;
import io.tfaas.model.GraphGuard;
import io.tfaas.model.Lease;
import io.tfaas.model.ModelLoader;
import io.tfaas.model.ModelManager;
import io.tfaas.model.ModelName;
import io.tfaas.model.ModelVersion;
import io.tfaas.repository.ModelRepository;
import io.tfaas.session.SessionConfig;
import io.tfaas.tensor.ElementType;
import io.tfaas.tensor.NamedTensors;
import io.tfaas.tensor.Shape;
import io.tfaas.tensor.Tensor;
import io.tfaas.testing.GraphModel;
import io.tfaas.testing.Leases;
import io.tfaas.testing.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.io.FifoQueue;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Models served from a folder of their own, one of them such that its calls can be held up. */
final class ServedModels implements AutoCloseable {

  /**
   * Of this model {@code hold} does not return before {@code open} is called; {@code entered}
   * returns once it waits. The other signatures take a column of numbers: {@code rows} and {@code
   * finite} can be batched, the latter failing where a number is not finite, {@code total} cannot.
   * {@code small} leaves out the rows of 100 and more, which the proof does not come upon.
   */
  static final String GATED = "gated";

  private final Path root;
  private final ModelManager manager;
  private final Map<ModelVersion, CountDownLatch> freed = new ConcurrentHashMap<>();

  /**
   * @param batches whether requests are run together at all
   * @param samples names of sample models
   */
  ServedModels(boolean batches, String... samples) {
    try {
      root = Files.createTempDirectory("tfaas-inference");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (String sample : samples) {
      Samples.copy(Samples.path(sample), root.resolve(sample));
    }
    writeGated(root.resolve(GATED).resolve("1"));
    manager =
        new ModelManager(
            new ModelRepository(root, Optional.empty(), 3),
            /* A gate is a queue, and calls may wait at it for ever. */
            new ModelLoader(
                SessionConfig.ofThreads(1, -1),
                batches,
                new GraphGuard(Set.of(GraphGuard.ANY)),
                Duration.ofMinutes(1)),
            true);
    manager.start();
  }

  private static void writeGated(Path folder) {
    try (GraphModel model = new GraphModel()) {
      Ops ops = model.ops();
      FifoQueue entered = ops.io.fifoQueue(List.of(TInt32.class));
      FifoQueue gate = ops.io.fifoQueue(List.of(TInt32.class));
      List<Operand<?>> token = List.of(ops.constant(0));
      Operand<TFloat32> x = model.floats(-1);
      Ops in = ops.withControlDependencies(ops.io.queueEnqueue(entered, token));
      Ops through = ops.withControlDependencies(in.io.queueDequeue(gate, List.of(TInt32.class)));
      Ops after = ops.withControlDependencies(ops.io.queueDequeue(entered, List.of(TInt32.class)));
      Ops opened = ops.withControlDependencies(ops.io.queueEnqueue(gate, token));
      model
          .signature("hold", x, through.identity(x))
          .signature("entered", x, after.identity(x))
          .signature("open", x, opened.identity(x))
          .signature("rows", x, ops.math.mul(x, ops.constant(2f)))
          .signature("total", x, ops.reduceSum(x, ops.constant(0)))
          .signature("finite", x, ops.debugging.checkNumerics(x, "not finite"))
          .signature("small", x, ops.booleanMask(x, ops.math.less(x, ops.constant(100f))));
      model.write(folder);
    }
  }

  ModelManager manager() {
    return manager;
  }

  Lease lease(String model) {
    Lease lease = Leases.of(manager, new ModelName(model));
    freed.computeIfAbsent(
        lease.version(),
        version -> {
          CountDownLatch latch = new CountDownLatch(1);
          version.onFreed(latch::countDown);
          return latch;
        });
    return lease;
  }

  /** Whether all versions that were leased are freed, or are before a long while has gone. */
  boolean allAreFreed() throws InterruptedException {
    for (CountDownLatch latch : freed.values()) {
      if (!latch.await(60, TimeUnit.SECONDS)) {
        return false;
      }
    }
    return true;
  }

  static BoundSignature signature(Lease lease, String name) {
    return Optional.ofNullable(lease.version().signatures().get(name)).orElseThrow();
  }

  static NamedTensors column(float... numbers) {
    Tensor tensor = Tensor.allocate(ElementType.FLOAT, Shape.of(numbers.length));
    for (int i = 0; i < numbers.length; i++) {
      tensor.data().putFloat(4 * i, numbers[i]);
    }
    NamedTensors inputs = new NamedTensors();
    inputs.put("x", tensor);
    return inputs;
  }

  /** A call of the gated model. */
  CompletableFuture<NamedTensors> call(Predictor predictor, String name, NamedTensors inputs) {
    Lease lease = lease(GATED);
    return predictor.predict(lease, signature(lease, name), inputs);
  }

  CallStatistics statistics(Predictor predictor) {
    try (Lease lease = lease(GATED)) {
      return predictor.statistics(lease.version());
    }
  }

  /**
   * Holds the gated model up, from a thread of its own; returns when TensorFlow is at it, with what
   * waits for its end.
   */
  Supplier<float[]> hold(Predictor predictor) {
    CompletableFuture<float[]> held = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () ->
                held.complete(
                    call(predictor, "hold", column(7)).thenApply(ServedModels::numbers).join()));
    thread.setDaemon(true);
    thread.start();
    pass("entered");
    return held::join;
  }

  /** Returns when one more call holds the gated model up. */
  void awaitHeld() {
    pass("entered");
  }

  /** Lets the call that holds the gated model up end. */
  void open() {
    pass("open");
  }

  private void pass(String name) {
    try (Lease lease = lease(GATED);
        NamedTensors inputs = column(1)) {
      signature(lease, name).run(List.of(inputs.require("x"))).forEach(Tensor::close);
    }
  }

  /** The numbers of a float32 output, which is closed. */
  static float[] numbers(NamedTensors outputs) {
    try (outputs) {
      Tensor y = outputs.require("y");
      float[] numbers = new float[y.size()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = y.data().getFloat(4 * i);
      }
      return numbers;
    }
  }

  @Override
  public void close() {
    manager.close();
    try (Stream<Path> walk = Files.walk(root)) {
      walk.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
