package io.tfaas.model;

import io.tfaas.error.TooLargeException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Keeps what is loaded within limits: before a model is loaded, those that were used longest ago
 * are made idle, which their next use ends.
 */
final class ModelMemory {

  /*
   * Whoever loads holds the lock of its model, and needs that of each model it makes idle. It takes
   * those that are free and passes over the others, so nobody waits for anybody. What could not be
   * made idle then is when the next load or trim comes.
   */

  private static final Logger LOG = System.getLogger(ModelMemory.class.getName());

  private final Served served;
  private final ModelLocks locks;
  private final MemoryLimits limits;
  private final Map<ModelName, Long> loading = new HashMap<>();

  ModelMemory(Served served, ModelLocks locks, MemoryLimits limits) {
    this.served = served;
    this.locks = locks;
    this.limits = limits;
  }

  /**
   * Loads something into memory that was made free for it.
   *
   * @param bytes of its files
   * @throws TooLargeException when it has more than may be loaded in all
   */
  <T> T withRoom(ModelName name, long bytes, Supplier<T> load) {
    requirePossible(bytes);
    if (limits.isNone()) {
      return load.get();
    }
    synchronized (loading) {
      loading.merge(name, bytes, Long::sum);
    }
    try {
      trim(name);
      return load.get();
    } finally {
      synchronized (loading) {
        loading.computeIfPresent(name, (key, all) -> all > bytes ? all - bytes : null);
      }
    }
  }

  private void requirePossible(long bytes) {
    if (bytes > limits.machine()) {
      throw new TooLargeException(
          "The model's files have %d bytes, and this machine has %d bytes of memory"
              .formatted(bytes, limits.machine()));
    }
    if (limits.bytes() > 0 && bytes > limits.bytes()) {
      throw new TooLargeException(
          "The model's files have %d bytes, and this server loads at most %d (tfaas.max-loaded-size)"
              .formatted(bytes, limits.bytes()));
    }
  }

  /** Whether it can be loaded without making another one idle. */
  boolean hasRoom(ModelName name, long bytes) {
    return limits.isNone() || admitted(name, bytes);
  }

  /** Makes models idle, but not this one, until no more are loaded than may be. */
  void trim(ModelName spared) {
    if (limits.isNone() || admitted(spared, 0)) {
      return;
    }
    List<ModelEntry> candidates =
        served.snapshot().models().values().stream()
            .filter(entry -> !entry.name().equals(spared) && entry.isLoaded())
            .sorted(Comparator.comparingLong(ModelEntry::lastUse))
            .toList();
    for (ModelEntry candidate : candidates) {
      if (admitted(spared, 0)) {
        return;
      }
      locks.lockedIfFree(candidate.name(), () -> makeIdle(candidate.name()));
    }
  }

  private boolean admitted(ModelName name, long bytes) {
    Set<ModelName> names = new HashSet<>();
    long all = bytes;
    for (ModelEntry entry : served.snapshot().models().values()) {
      if (entry.isLoaded()) {
        names.add(entry.name());
        all += entry.loadedBytes();
      }
    }
    synchronized (loading) {
      names.addAll(loading.keySet());
      all += loading.values().stream().mapToLong(Long::longValue).sum();
    }
    if (bytes > 0) {
      names.add(name);
    }
    return limits.admit(names.size(), all);
  }

  private void makeIdle(ModelName name) {
    served
        .snapshot()
        .find(name)
        .filter(ModelEntry::isLoaded)
        .ifPresent(
            entry -> {
              LOG.log(Level.INFO, "Model ''{0}'' is idle; its next use loads it again", name);
              served.put(entry.madeIdle());
            });
  }
}
