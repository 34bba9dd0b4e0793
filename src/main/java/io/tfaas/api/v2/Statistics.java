package io.tfaas.api.v2;

import io.tfaas.auth.ModelAccess;
import io.tfaas.error.NotFoundException;
import io.tfaas.error.UnavailableException;
import io.tfaas.inference.CallStatistics;
import io.tfaas.inference.Predictor;
import io.tfaas.model.Lease;
import io.tfaas.model.ModelManager;
import io.tfaas.model.ModelName;
import io.tfaas.model.ModelRef;
import io.tfaas.model.ModelVersion;
import io.tfaas.model.VersionChoice;
import io.tfaas.model.VersionStatus;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The figures of the versions that are served. */
final class Statistics {

  /** Of one version, since it was loaded. */
  record Figures(ModelName name, long version, CallStatistics calls) {}

  private final ModelManager models;
  private final Predictor predictor;
  private final ModelAccess access;

  @Inject
  Statistics(ModelManager models, Predictor predictor, ModelAccess access) {
    this.models = models;
    this.predictor = predictor;
    this.access = access;
  }

  /** Of all models that the caller may ask, by name. */
  List<Figures> all() {
    return models.versions().entrySet().stream()
        .filter(model -> access.mayPredict(model.getKey()))
        .flatMap(model -> model.getValue().stream())
        .flatMap(this::ofServed)
        .toList();
  }

  /** Of all versions of a model; fails when there is no such model. */
  List<Figures> of(ModelName name) {
    return models.versions(name).stream().flatMap(this::ofServed).toList();
  }

  /** Of one version, none while it is idle; fails as a lease on it does. */
  List<Figures> of(ModelRef ref) {
    Optional<Lease> loaded = models.findLease(ref);
    if (loaded.isEmpty()) {
      return List.of();
    }
    try (Lease lease = loaded.get()) {
      ModelVersion version = lease.version();
      return List.of(new Figures(version.name(), version.number(), predictor.statistics(version)));
    }
  }

  /* A version that goes while the list is made is no failure of the list. */
  private Stream<Figures> ofServed(VersionStatus status) {
    if (!ModelResource.isReady(status)) {
      return Stream.empty();
    }
    try {
      VersionChoice choice = new VersionChoice.Number(status.version());
      return of(new ModelRef(status.name(), choice)).stream();
    } catch (NotFoundException | UnavailableException e) {
      return Stream.empty();
    }
  }
}
