package io.tfaas.model;

import io.tfaas.error.InvalidInputException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The one immutable snapshot of all models. Whoever changes a model's entry holds that model's
 * lock; readers need none.
 */
final class Served {

  private static final Logger LOG = System.getLogger(Served.class.getName());

  /** All models by name, and the one that requests without a name mean. */
  record Snapshot(
      Map<ModelName, ModelEntry> models, Optional<ModelName> defaultModel, boolean closed) {

    Snapshot {
      models = Collections.unmodifiableMap(models);
    }

    Snapshot withModels(Map<ModelName, ModelEntry> newModels) {
      return new Snapshot(newModels, defaultModel, closed);
    }

    Snapshot withDefault(Optional<ModelName> name) {
      return new Snapshot(models, name, closed);
    }

    Optional<ModelEntry> find(ModelName name) {
      return Optional.ofNullable(models.get(name));
    }

    /** The model that a request without a name means: the default, else the only one there is. */
    ModelName requireDefault() {
      if (defaultModel.isPresent()) {
        return defaultModel.get();
      }
      List<ModelName> answering =
          models.values().stream()
              .filter(entry -> entry.served(new VersionChoice.Default()).isPresent())
              .map(ModelEntry::name)
              .toList();
      if (answering.size() == 1) {
        return answering.get(0);
      }
      throw new InvalidInputException(
          answering.isEmpty()
              ? "There is no model yet; upload one"
              : "The request names no model, and none of the "
                  + answering.size()
                  + " models is the default; name one");
    }
  }

  private volatile Snapshot current = new Snapshot(Map.of(), Optional.empty(), false);

  Snapshot snapshot() {
    return current;
  }

  void makeDefault(Optional<ModelName> name) {
    update(snapshot -> snapshot.withDefault(name));
  }

  /** Makes the stored default the default; changes of it that meet end with the one stored last. */
  void followDefault(Supplier<Optional<ModelName>> stored) {
    update(
        snapshot -> {
          Optional<ModelName> known = stored.get().filter(snapshot.models()::containsKey);
          return known.isPresent() ? snapshot.withDefault(known) : snapshot;
        });
  }

  /* Changes of different models may meet here; each sees the other's. */
  private synchronized Snapshot update(UnaryOperator<Snapshot> change) {
    Snapshot before = current;
    current = change.apply(before);
    return before;
  }

  /** Makes this the entry of its model, and lets go of the versions that are not in it any more. */
  void put(ModelEntry entry) {
    List<ModelVersion> before = loaded(snapshot().find(entry.name()));
    List<ModelVersion> after = loaded(Optional.of(entry));
    List<ModelVersion> gone = without(before, after);
    List<ModelVersion> leaving = new ArrayList<>(gone);
    snapshot().find(entry.name()).ifPresent(previous -> leaving.addAll(previous.leaving()));
    ModelEntry complete = entry.withLeaving(leaving);
    boolean open = change(models -> models.put(entry.name(), complete));
    /* After the end nobody else lets go of what was loaded meanwhile. */
    (open ? gone : without(after, before)).forEach(Served::letGo);
  }

  /** Forgets a model; as a default too. */
  void remove(ModelName name) {
    List<ModelVersion> gone = loaded(snapshot().find(name));
    boolean open = change(models -> models.remove(name));
    if (open) {
      gone.forEach(Served::letGo);
    }
    update(snapshot -> snapshot.withDefault(snapshot.defaultModel().filter(d -> !d.equals(name))));
  }

  private static void letGo(ModelVersion version) {
    LOG.log(Level.INFO, "Model ''{0}'' version {1} is given up", version.name(), version.number());
    version.giveUp();
  }

  private interface Change {
    void apply(Map<ModelName, ModelEntry> models);
  }

  /** Applies the change, unless all is closed; whether it was not. */
  private boolean change(Change change) {
    Snapshot before =
        update(
            snapshot -> {
              if (snapshot.closed()) {
                return snapshot;
              }
              Map<ModelName, ModelEntry> models = new TreeMap<>(snapshot.models());
              change.apply(models);
              return snapshot.withModels(models);
            });
    return !before.closed();
  }

  /** Lets go of everything, now and what comes later. */
  void close() {
    update(snapshot -> new Snapshot(Map.of(), Optional.empty(), true)).models().values().stream()
        .flatMap(entry -> loaded(Optional.of(entry)).stream())
        .forEach(ModelVersion::giveUp);
  }

  private static List<ModelVersion> loaded(Optional<ModelEntry> entry) {
    return entry.stream()
        .map(ModelEntry::versions)
        .flatMap(Collection::stream)
        .flatMap(version -> version.loaded().stream())
        .toList();
  }

  /* By identity: a version that was loaded again is another one. */
  private static List<ModelVersion> without(List<ModelVersion> all, List<ModelVersion> others) {
    return all.stream().filter(version -> !others.contains(version)).toList();
  }
}
