package io.tfaas.model;

import io.tfaas.repository.ModelRepository;
import io.tfaas.session.SessionConfig;
import io.tfaas.testing.Leases;
import io.tfaas.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A model folder on disk, and managers of what is in it. */
record StoredModels(Path root) {

  static final ModelName NAME = new ModelName("half_plus_two");

  /** A manager that has not started; the caller closes it. */
  ModelManager manager(boolean takesCalls) {
    return new ModelManager(
        new ModelRepository(root, Optional.empty(), 3),
        new ModelLoader(SessionConfig.ofThreads(1, -1), false),
        takesCalls);
  }

  /** Puts one of the two sample versions there, under a number. */
  void add(int sample, long number) {
    Samples.copy(Samples.path("half_plus_two/" + sample), folder(number));
  }

  Path folder(long number) {
    return root.resolve(NAME.value()).resolve(Long.toString(number));
  }

  /** The file of the model's pin and labels. */
  Path marks() {
    return root.resolve(".tfaas/versions").resolve(NAME.value());
  }

  Path write(long number, String file, String content) {
    try {
      Path path = folder(number).resolve(file);
      Files.createDirectories(path.getParent());
      return Files.writeString(path, content);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  void remove(Path folder) {
    try (Stream<Path> walk = Files.walk(folder)) {
      walk.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The numbers of the versions that are served, newest first. */
  static List<Long> served(ModelManager models) {
    return models.versions(NAME).stream()
        .filter(version -> version.state() == VersionStatus.State.AVAILABLE)
        .map(VersionStatus::version)
        .toList();
  }

  static ModelRef ref(VersionChoice choice) {
    return new ModelRef(NAME, choice);
  }

  /** The number of the version that is meant. */
  static long number(ModelManager models, VersionChoice choice) {
    try (Lease lease = Leases.of(models, ref(choice))) {
      return lease.version().number();
    }
  }
}
