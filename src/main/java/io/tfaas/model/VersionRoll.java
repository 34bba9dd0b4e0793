package io.tfaas.model;

import io.tfaas.error.ServingException;
import io.tfaas.model.FoundModel.FoundVersion;
import io.tfaas.model.VersionStatus.State;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Brings what is held of a model to what its files, policy, pin and labels ask for: what is new is
 * loaded and called first, and only what works takes the place of what was there.
 */
final class VersionRoll {

  private static final Logger LOG = System.getLogger(VersionRoll.class.getName());

  private final ModelStore store;
  private final ModelLoader loader;
  private final ModelMemory memory;
  private final Consumer<ModelEntry> progress;

  /**
   * @param progress is told before each load, with an entry that says so
   */
  VersionRoll(
      ModelStore store, ModelLoader loader, ModelMemory memory, Consumer<ModelEntry> progress) {
    this.store = store;
    this.loader = loader;
    this.memory = memory;
    this.progress = progress;
  }

  /**
   * The model as it should be. From the newest version down, as many as the policy asks for that
   * can be served, and those that are pinned or labelled.
   *
   * @param ready which versions may be loaded now; those that may not stay as they are
   */
  ModelEntry roll(ModelEntry entry, Predicate<FoundVersion> ready) {
    VersionPolicy policy = entry.found().policy();
    List<HeldVersion> kept = new ArrayList<>();
    int counted = 0;
    for (FoundVersion version : entry.found().versions()) {
      boolean due = counted < policy.most() && policy.admits(version.number());
      if (due || entry.isMarked(version.number())) {
        HeldVersion held = bring(entry.withVersions(merged(entry, kept)), version, ready);
        kept.add(held);
        counted += due && held.isServed() ? 1 : 0;
      }
    }
    if (kept.stream().noneMatch(HeldVersion::isServed)) {
      kept = merged(entry, kept).stream().filter(held -> isOnDisk(entry, held)).toList();
    }
    return entry.withVersions(kept);
  }

  private static boolean isOnDisk(ModelEntry entry, HeldVersion held) {
    return entry.found().find(held.number()).isPresent();
  }

  private static List<HeldVersion> merged(ModelEntry entry, List<HeldVersion> newer) {
    ModelEntry merged = entry;
    for (HeldVersion version : newer) {
      merged = merged.withVersion(version);
    }
    return merged.versions();
  }

  /** The version as its files are, loaded where it was not or where they have changed. */
  HeldVersion bring(ModelEntry entry, FoundVersion version, Predicate<FoundVersion> ready) {
    Optional<HeldVersion> before = entry.find(version.number());
    if (before.filter(held -> held.isDoneWith(version)).isPresent()) {
      return before.get();
    }
    if (!ready.test(version)) {
      return before
          .filter(held -> held.isServed() || held.hasFailed())
          .orElseGet(() -> HeldVersion.of(version, State.START));
    }
    if (before.filter(HeldVersion::isServed).isEmpty()) {
      progress.accept(entry.withVersion(HeldVersion.of(version, State.LOADING)));
    }
    return load(entry.name(), version, before);
  }

  private static long bytes(FoundVersion version) {
    return Math.max(0, version.fingerprint().bytes());
  }

  /**
   * The model as {@link #roll} makes it, but that one of which nothing is loaded makes no other
   * idle: it is idle itself where there is no room for it.
   */
  ModelEntry rollIfRoom(ModelEntry entry, Predicate<FoundVersion> ready) {
    long bytes = entry.found().versions().stream().limit(1).mapToLong(VersionRoll::bytes).sum();
    return entry.isLoaded() || memory.hasRoom(entry.name(), Math.max(1, bytes))
        ? roll(entry, ready)
        : roll(entry.withVersions(resting(entry, ready)), ready);
  }

  /* What is not known yet becomes idle; what is known to fail, or was found out to, stays. */
  private List<HeldVersion> resting(ModelEntry entry, Predicate<FoundVersion> ready) {
    ModelEntry resting = entry;
    for (FoundVersion version : entry.found().versions()) {
      boolean due = entry.find(version.number()).filter(held -> held.isDoneWith(version)).isEmpty();
      if (due && ready.test(version)) {
        resting = resting.withVersion(rest(entry.name(), version));
      }
    }
    return resting.versions();
  }

  private HeldVersion rest(ModelName name, FoundVersion version) {
    try {
      return HeldVersion.idle(version, store.read(name, version.number()));
    } catch (ServingException e) {
      return HeldVersion.failed(version, LoadFailure.of(e));
    }
  }

  private HeldVersion load(ModelName name, FoundVersion version, Optional<HeldVersion> before) {
    try {
      StoredModel stored = store.read(name, version.number());
      ModelVersion loaded = memory.withRoom(name, bytes(version), () -> loader.load(stored));
      LOG.log(Level.INFO, "Model ''{0}'' version {1} is loaded", name, version.number());
      return HeldVersion.available(version, loaded);
    } catch (RuntimeException | StackOverflowError | LinkageError | OutOfMemoryError e) {
      Optional<LoadFailure> earlier = before.flatMap(HeldVersion::failure);
      LoadFailure first = LoadFailure.of(e);
      LoadFailure failure = earlier.map(first::after).orElse(first);
      if (earlier.filter(failure::isSameAs).isEmpty()) {
        report(name, version, failure, e);
      }
      return before
          .map(held -> held.after(failure, version))
          .orElseGet(() -> HeldVersion.failed(version, failure));
    }
  }

  /* Once, not with every try. */
  private static void report(
      ModelName name, FoundVersion version, LoadFailure failure, Throwable thrown) {
    if (failure.isDefect()) {
      LOG.log(Level.ERROR, "Model '" + name + "' failed to load", thrown);
    } else {
      LOG.log(
          Level.WARNING,
          failure.isPassing()
              ? "Model ''{0}'' version {1} is not served now, and is tried again: {2}"
              : "Model ''{0}'' version {1} is not served: {2}",
          name,
          version.number(),
          failure.reason());
    }
  }
}
