package io.tfaas.model;

import io.tfaas.error.ConflictException;
import io.tfaas.error.InvalidModelException;
import io.tfaas.error.NotFoundException;
import io.tfaas.error.ServingException;
import io.tfaas.error.UnavailableException;
import io.tfaas.model.FoundModel.FoundVersion;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * What changes by call, one change of a model at a time: written to disk first, and shown after.
 */
final class ModelChanges {

  private static final Logger LOG = System.getLogger(ModelChanges.class.getName());

  private final Served served;
  private final ModelStore store;
  private final ModelLoader loader;
  private final VersionRoll versions;
  private final ModelLocks locks;
  private final ModelMemory memory;
  private final StoredUnloads unloads;

  ModelChanges(
      Served served, ModelStore store, ModelLoader loader, ModelLocks locks, ModelMemory memory) {
    this.served = served;
    this.store = store;
    this.loader = loader;
    this.memory = memory;
    this.versions = new VersionRoll(store, loader, memory, served::put);
    this.locks = locks;
    this.unloads = new StoredUnloads(store);
  }

  private static boolean any(FoundVersion version) {
    return true;
  }

  private static boolean none(FoundVersion version) {
    return false;
  }

  static NotFoundException unknown(ModelName name) {
    return new NotFoundException("No such model: '" + name + "'");
  }

  private ModelEntry entry(ModelName name) {
    return served.snapshot().find(name).orElseGet(() -> ModelEntry.of(name));
  }

  private ModelEntry require(ModelName name) {
    return served.snapshot().find(name).orElseThrow(() -> unknown(name));
  }

  private ModelEntry put(ModelEntry entry) {
    served.put(entry);
    return entry;
  }

  /** Serves a staged model as the next version of its name. */
  ModelVersion install(StoredModel staged) {
    ModelName name = staged.name();
    requireRoom(name);
    ModelVersion loaded = memory.withRoom(name, staged.bytes(), () -> loader.load(staged));
    return locks.locked(
        name,
        () -> {
          boolean held = false;
          try {
            ModelVersion version = loaded.publishedAs(store.publish(staged));
            put(with(version));
            held = true;
            LOG.log(Level.INFO, "Model ''{0}'' version {1} is served", name, version.number());
            served.followDefault(store::defaultModel);
            return version;
          } finally {
            if (!held) {
              loaded.release();
            }
          }
        });
  }

  private void requireRoom(ModelName name) {
    Optional<FoundModel> found = served.snapshot().find(name).map(ModelEntry::found);
    if (found.isPresent() && found.get().policy() instanceof VersionPolicy.Specific) {
      throw new ConflictException(
          "Model '%s' serves %s, as its files say; another one cannot be uploaded"
              .formatted(name, found.get().policy()));
    }
  }

  /* Its model, with this version too. */
  private ModelEntry with(ModelVersion version) {
    ModelName name = version.name();
    FoundModel found = findPublished(version);
    HeldVersion held = HeldVersion.available(found.find(version.number()).orElseThrow(), version);
    ModelEntry known = entry(name);
    VersionMarks marks = unloads.endAnyway(known);
    boolean wasOut = known.keptOut().isPresent();
    ModelEntry entry = (wasOut ? known.loadable() : known).withFound(found).withMarks(marks);
    /* What else is served is loaded already, but where the model was unloaded. */
    return versions.roll(entry.withVersion(held), any -> wasOut);
  }

  /* It is published by now: that something else of the model cannot be read is no failure of it. */
  private FoundModel findPublished(ModelVersion version) {
    FoundModel known = entry(version.name()).found();
    try {
      FoundModel found = store.find(version.name()).orElse(known);
      return found.with(version.number());
    } catch (ServingException e) {
      return known.with(version.number());
    }
  }

  /** Stores the default model, and shows it, unless it is not served. */
  void makeDefault(ModelName name) {
    locks.locked(
        name,
        () -> {
          ModelEntry entry = require(name);
          if (entry.served(new VersionChoice.Default()).isEmpty()) {
            throw entry.notServed();
          }
          store.defaultModel(name);
          served.followDefault(store::defaultModel);
          return name;
        });
  }

  void delete(ModelName name) {
    locks.locked(
        name,
        () -> {
          if (!store.delete(name) && served.snapshot().find(name).isEmpty()) {
            throw unknown(name);
          }
          served.remove(name);
          LOG.log(Level.INFO, "Model ''{0}'' is deleted", name);
          return name;
        });
  }

  /** Loads what a pin or label needs, stores the marks, and shows them with what they keep. */
  void mark(ModelName name, MarkChange change) {
    locks.locked(
        name,
        () -> {
          ModelEntry known = require(name);
          ModelEntry entry = store.find(name).map(known::withFound).orElse(known);
          VersionMarks marks = change.apply(store.marks(name));
          if (change.version().isPresent()) {
            entry = put(entry.withVersion(needed(entry, change.version().get())));
          }
          try {
            store.marks(name, marks);
            entry = entry.withMarks(marks);
          } finally {
            put(entry.keptOut().isPresent() ? entry : versions.roll(entry, ModelChanges::none));
          }
          return entry;
        });
  }

  private HeldVersion needed(ModelEntry entry, long number) {
    if (entry.keptOut().isPresent()) {
      throw new ConflictException("Model '" + entry.name() + "' is unloaded; load it first");
    }
    FoundVersion version =
        entry
            .found()
            .find(number)
            .orElseThrow(() -> entry.absence(new VersionChoice.Number(number)));
    HeldVersion held = versions.bring(entry, version, ModelChanges::any);
    if (!held.isServed()) {
      requireNoFailure(entry.name(), held);
    }
    return held;
  }

  void load(ModelName name) {
    locks.locked(
        name,
        () -> {
          Optional<FoundModel> found = store.find(name);
          if (found.isEmpty()) {
            served.remove(name);
            throw unknown(name);
          }
          ModelEntry entry = entry(name).withFound(found.get()).withMarks(unloads.end(name));
          requireNoFailure(put(versions.roll(entry.loadable(), ModelChanges::any).withoutWaking()));
          return name;
        });
  }

  private static void requireNoFailure(ModelEntry entry) {
    if (entry.versions().isEmpty()) {
      throw new InvalidModelException(
          "Model '%s' is not served: %s".formatted(entry.name(), entry.reason()));
    }
    entry.versions().forEach(version -> requireNoFailure(entry.name(), version));
  }

  private static void requireNoFailure(ModelName name, HeldVersion version) {
    if (version.failure().isPresent()) {
      throw version
          .failure()
          .get()
          .exception("Version %d of model '%s'".formatted(version.number(), name));
    }
  }

  /**
   * Loads what is idle of a model, if anything is. What cannot be loaded any more gives way to what
   * can.
   *
   * @throws UnavailableException when a version cannot be loaded now, and stays idle
   */
  void wake(ModelName name) {
    locks.locked(
        name,
        () -> {
          ModelEntry known = entry(name);
          if (!known.hasIdle() || known.keptOut().isPresent()) {
            return name;
          }
          ModelEntry entry = put(known.waking());
          ModelEntry awake = put(versions.roll(seen(entry), ModelChanges::any).withoutWaking());
          memory.trim(name);
          awake.versions().stream()
              .filter(version -> version.idle().isPresent())
              .forEach(version -> requireNoFailure(name, version));
          return name;
        });
  }

  private ModelEntry seen(ModelEntry entry) {
    try {
      return store.find(entry.name()).map(entry::withFound).orElse(entry);
    } catch (ServingException e) {
      return entry;
    }
  }

  void unload(ModelName name) {
    locks.locked(
        name,
        () -> {
          ModelEntry out = require(name).keptOutNow();
          put(out.withMarks(unloads.begin(out)));
          LOG.log(Level.INFO, "Model ''{0}'' is unloaded", name);
          return name;
        });
  }
}
