package io.tfaas.model;

import io.tfaas.model.FoundModel.FoundVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A version whose memory is nothing but a count of how often it was freed. */
final class CountedVersion {

  static final ModelName NAME = new ModelName("m");

  private final AtomicInteger frees = new AtomicInteger();
  private final ModelVersion version;

  CountedVersion(long number) {
    StoredModel stored =
        new StoredModel(NAME, number, Path.of("m"), ModelParams.named(NAME.value()), List.of());
    this.version =
        new ModelVersion(
            stored,
            frees::incrementAndGet,
            new BoundSignatures(Map.of(), Optional.empty(), Map.of()));
  }

  ModelVersion version() {
    return version;
  }

  int frees() {
    return frees.get();
  }

  /** The entry of a model that serves nothing but this version. */
  static ModelEntry entry(ModelVersion version) {
    FoundVersion found = new FoundVersion(version.number(), Fingerprint.CHANGING);
    return ModelEntry.of(NAME)
        .withFound(FoundModel.nothing(NAME).with(version.number()))
        .withVersion(HeldVersion.available(found, version));
  }
}
