package io.tfaas.model;

import io.tfaas.error.ServingException;
import io.tfaas.model.FoundModel.FoundVersion;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.function.Predicate;

/** What changes because files did, one change of a model at a time. */
final class FileFollower {

  private static final Logger LOG = System.getLogger(FileFollower.class.getName());

  private final Served served;
  private final ModelStore store;
  private final VersionRoll versions;
  private final ModelLocks locks;
  private final StoredUnloads unloads;
  private final boolean heedsCalls;

  /**
   * @param heedsCalls whether what was unloaded by call before a restart stays out
   */
  FileFollower(
      Served served, ModelStore store, VersionRoll versions, ModelLocks locks, boolean heedsCalls) {
    this.served = served;
    this.store = store;
    this.versions = versions;
    this.locks = locks;
    this.unloads = new StoredUnloads(store);
    this.heedsCalls = heedsCalls;
  }

  private ModelEntry entry(ModelName name) {
    return served.snapshot().find(name).orElseGet(() -> ModelEntry.of(name));
  }

  /* Until a version of it is found its marks are those stored, which may not have been readable. */
  private ModelEntry restored(ModelEntry entry) {
    if (!entry.isUnseen()) {
      return entry;
    }
    VersionMarks marks = store.marks(entry.name());
    return heedsCalls ? entry.restored(marks) : entry.withMarks(marks);
  }

  /**
   * Brings a model to what its files are now.
   *
   * @param ready which versions may be loaded
   * @return what was found
   */
  FoundModel follow(ModelName name, Predicate<FoundVersion> ready) {
    return locks.locked(name, () -> followLocked(name, ready));
  }

  private FoundModel followLocked(ModelName name, Predicate<FoundVersion> ready) {
    ModelEntry before = entry(name);
    try {
      Optional<FoundModel> found = store.find(name);
      if (found.isEmpty()) {
        forget(name);
        return FoundModel.nothing(name);
      }
      ModelEntry entry = restored(before).withFound(found.get());
      report(before, entry);
      served.put(entry.staysOut(ready) ? entry : versions.rollIfRoom(notKeptOut(entry), ready));
      return found.get();
    } catch (ServingException e) {
      served.put(failed(before, e));
      return before.found();
    }
  }

  private ModelEntry notKeptOut(ModelEntry entry) {
    return entry.keptOut().isEmpty()
        ? entry
        : entry.withMarks(unloads.end(entry.name())).followed();
  }

  private void forget(ModelName name) {
    if (served.snapshot().find(name).isPresent()) {
      LOG.log(Level.INFO, "Model ''{0}'' is gone", name);
      served.remove(name);
    }
  }

  /* Once when it is new, not with every look. */
  private void report(ModelEntry before, ModelEntry entry) {
    entry.found().notices().stream()
        .filter(notice -> !before.found().notices().contains(notice))
        .forEach(notice -> LOG.log(Level.WARNING, "Model ''{0}'': {1}", entry.name(), notice));
    boolean known = served.snapshot().find(entry.name()).isPresent();
    boolean nothing = entry.found().versions().isEmpty();
    if (nothing && !(known && before.found().versions().isEmpty())) {
      LOG.log(
          Level.WARNING, "Model ''{0}'' is not served: {1}", entry.name(), ModelEntry.NO_VERSION);
    }
  }

  private static ModelEntry failed(ModelEntry before, ServingException e) {
    String failure = String.valueOf(e.getMessage());
    if (!failure.equals(before.failure())) {
      LOG.log(Level.WARNING, "Model ''{0}'': {1}", before.name(), failure);
    }
    return before.withFailure(failure);
  }

  /** Looks what there is of a model, and leaves it out until it is loaded by call. */
  void keepOut(ModelName name) {
    locks.locked(
        name,
        () -> {
          ModelEntry before = entry(name);
          try {
            FoundModel found = store.find(name).orElseGet(() -> FoundModel.nothing(name));
            served.put(restored(before).withFound(found).keptOutNow());
          } catch (ServingException e) {
            served.put(failed(before, e).keptOutNow());
          }
          return name;
        });
  }
}
