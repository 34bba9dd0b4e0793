package io.tfaas.testing;

import io.tfaas.inference.BatchLimits;
import io.tfaas.inference.Predictor;
import io.tfaas.model.Lease;
import io.tfaas.model.ModelLoader;
import io.tfaas.model.ModelManager;
import io.tfaas.model.ModelName;
import io.tfaas.repository.ModelRepository;
import io.tfaas.session.SessionConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Sample models served without HTTP, from a folder of their own, each call in its own thread. */
public final class ServedSamples implements AutoCloseable {

  private final Path root;
  private final ModelManager manager;
  private final Predictor predictor = new Predictor(new BatchLimits(1, 64, 1024));

  /**
   * @param samples names of sample models
   */
  public ServedSamples(String... samples) {
    try {
      root = Files.createTempDirectory("tfaas-samples");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (String sample : samples) {
      Samples.copy(Samples.path(sample), root.resolve(sample));
    }
    manager =
        new ModelManager(
            new ModelRepository(root, Optional.empty(), 3),
            new ModelLoader(SessionConfig.ofThreads(1, -1), false),
            true);
    manager.start();
    /* A test that is content with any refusal would pass without them. */
    Stream.of(samples).forEach(sample -> lease(sample).close());
  }

  public Lease lease(String model) {
    return Leases.of(manager, new ModelName(model));
  }

  public Predictor predictor() {
    return predictor;
  }

  @Override
  public void close() {
    manager.close();
    predictor.close();
    try (Stream<Path> walk = Files.walk(root)) {
      walk.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
