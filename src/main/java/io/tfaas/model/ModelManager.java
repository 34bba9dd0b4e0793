package io.tfaas.model;

import io.tfaas.error.InvalidInputException;
import io.tfaas.error.NotFoundException;
import io.tfaas.error.ServingException;
import io.tfaas.error.UnavailableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Holds the models that are served. Readers see one immutable snapshot and never wait; who changes
 * it publishes on disk first and swaps the snapshot after, one change at a time.
 */
public final class ModelManager implements AutoCloseable {

  private static final Logger LOG = System.getLogger(ModelManager.class.getName());

  private record Snapshot(
      Map<ModelName, ModelVersion> served,
      Map<ModelName, String> failed,
      Optional<ModelName> defaultModel) {

    Snapshot {
      served = Collections.unmodifiableMap(new TreeMap<>(served));
      failed = Collections.unmodifiableMap(new TreeMap<>(failed));
    }
  }

  private final ModelStore store;
  private final ModelLoader loader;
  private final ReentrantLock changes = new ReentrantLock();
  private volatile Snapshot snapshot = new Snapshot(Map.of(), Map.of(), Optional.empty());

  public ModelManager(ModelStore store, ModelLoader loader) {
    this.store = store;
    this.loader = loader;
  }

  /** Loads every stored model; one that cannot be served is reported and skipped. */
  public void start() {
    Map<ModelName, ModelVersion> served = new TreeMap<>();
    Map<ModelName, String> failed = new TreeMap<>();
    for (ModelName name : store.names()) {
      try {
        served.put(name, loader.load(store.read(name)));
      } catch (ServingException e) {
        LOG.log(Level.WARNING, "Model ''{0}'' is not served: {1}", name, e.getMessage());
        failed.put(name, String.valueOf(e.getMessage()));
      }
    }
    snapshot = new Snapshot(served, failed, store.defaultModel());
    LOG.log(Level.INFO, "{0} models served, {1} failed", served.size(), failed.size());
  }

  /**
   * A lease on the served version of a model.
   *
   * @param name empty for the default model: the one last uploaded or last made the default, else
   *     the only one
   * @throws NotFoundException when there is no such model
   * @throws InvalidInputException when none is named and there is no default
   */
  public Lease lease(Optional<ModelName> name) {
    while (true) {
      Snapshot current = snapshot;
      ModelName wanted = name.isPresent() ? name.get() : defaultOf(current);
      ModelVersion version = current.served().get(wanted);
      if (version == null) {
        throw notFound(wanted, current);
      }
      Optional<Lease> lease = version.tryLease();
      if (lease.isPresent()) {
        return lease.get();
      }
    }
  }

  /**
   * A lease on a version of a model.
   *
   * @throws NotFoundException when the model, the version or the label is not known
   * @throws UnavailableException when it is known, and not served now
   */
  public Lease lease(ModelRef ref) {
    while (true) {
      Snapshot current = snapshot;
      String reason = current.failed().get(ref.name());
      if (reason != null) {
        throw new UnavailableException("Model '" + ref.name() + "' is not served: " + reason);
      }
      ModelVersion version = current.served().get(ref.name());
      if (version == null) {
        throw notFound(ref.name(), current);
      }
      requireMeant(ref, version);
      Optional<Lease> lease = version.tryLease();
      if (lease.isPresent()) {
        return lease.get();
      }
    }
  }

  private static void requireMeant(ModelRef ref, ModelVersion version) {
    if (ref.version() instanceof VersionChoice.Number wanted
        && wanted.number() != version.number()) {
      throw new NotFoundException(
          "Model '%s' has no version %d".formatted(ref.name(), wanted.number()));
    }
    if (ref.version() instanceof VersionChoice.Label wanted) {
      throw new NotFoundException(
          "Model '%s' has no version with the label '%s'".formatted(ref.name(), wanted.label()));
    }
  }

  /** The names of all models that are known, sorted. */
  public List<ModelName> names() {
    Snapshot current = snapshot;
    return Stream.concat(current.served().keySet().stream(), current.failed().keySet().stream())
        .sorted()
        .toList();
  }

  /**
   * The versions of a model, newest first; none where not even their numbers are known.
   *
   * @throws NotFoundException when there is none of this name
   */
  public List<VersionStatus> versions(ModelName name) {
    Snapshot current = snapshot;
    ModelVersion version = current.served().get(name);
    if (version != null) {
      return List.of(
          new VersionStatus(name, version.number(), VersionStatus.State.AVAILABLE, "", List.of()));
    }
    String reason = current.failed().get(name);
    if (reason == null) {
      throw notFound(name, current);
    }
    return List.of(new VersionStatus(name, 1, VersionStatus.State.END, reason, List.of()));
  }

  /**
   * Loads a model, or loads it again.
   *
   * @throws NotFoundException when there is none of this name
   * @throws io.tfaas.error.InvalidModelException when it cannot be served; what was served still is
   */
  public void load(ModelName name) {
    if (!store.names().contains(name)) {
      throw notFound(name, snapshot);
    }
    ModelVersion loaded = loader.load(store.read(name));
    changes.lock();
    try {
      swap(name, Optional.of(loaded), Optional.empty());
    } finally {
      changes.unlock();
    }
  }

  /**
   * Takes a model out of service; requests under way end first.
   *
   * @throws NotFoundException when there is none of this name
   */
  public void unload(ModelName name) {
    changes.lock();
    try {
      if (!names().contains(name)) {
        throw notFound(name, snapshot);
      }
      swap(name, Optional.empty(), Optional.of("it is unloaded"));
    } finally {
      changes.unlock();
    }
  }

  private void swap(ModelName name, Optional<ModelVersion> version, Optional<String> reason) {
    Map<ModelName, ModelVersion> served = new TreeMap<>(snapshot.served());
    Map<ModelName, String> failed = new TreeMap<>(snapshot.failed());
    Optional<ModelVersion> previous = Optional.ofNullable(served.remove(name));
    failed.remove(name);
    version.ifPresent(loaded -> served.put(name, loaded));
    reason.ifPresent(why -> failed.put(name, why));
    snapshot = new Snapshot(served, failed, snapshot.defaultModel());
    previous.ifPresent(ModelVersion::release);
  }

  private static ModelName defaultOf(Snapshot current) {
    if (current.defaultModel().isPresent()) {
      return current.defaultModel().get();
    }
    if (current.served().size() == 1) {
      return current.served().keySet().iterator().next();
    }
    throw new InvalidInputException(
        current.served().isEmpty()
            ? "There is no model yet; upload one"
            : "The request names no model, and none of the "
                + current.served().size()
                + " models is the default; name one");
  }

  private static NotFoundException notFound(ModelName name, Snapshot current) {
    String reason = current.failed().get(name);
    return new NotFoundException(
        reason == null
            ? "No such model: '" + name + "'"
            : "Model '" + name + "' is not served: " + reason);
  }

  /** What is known of every model, in the order of their names. */
  public List<ModelStatus> list() {
    Snapshot current = snapshot;
    List<ModelStatus> list = new ArrayList<>();
    current.served().values().forEach(version -> list.add(ModelStatus.available(version)));
    current.failed().forEach((name, reason) -> list.add(ModelStatus.failed(name, reason)));
    return list;
  }

  /** What is known of one model; names and errors as for {@link #lease}. */
  public ModelStatus status(Optional<ModelName> name) {
    try (Lease lease = lease(name)) {
      return ModelStatus.available(lease.version());
    }
  }

  /**
   * Installs a staged model: loads it and calls it once, and only then publishes it as the next
   * version, serves it and makes it the default. Requests under way end on the version they began
   * with.
   *
   * @throws io.tfaas.error.InvalidModelException when it cannot be served; nothing changed then
   */
  public ModelStatus install(StoredModel staged) {
    ModelVersion loaded = loader.load(staged);
    boolean installed = false;
    changes.lock();
    try {
      ModelVersion version = loaded.publishedAs(store.publish(staged));
      installed = true;
      Snapshot current = snapshot;
      Map<ModelName, ModelVersion> served = new TreeMap<>(current.served());
      Map<ModelName, String> failed = new TreeMap<>(current.failed());
      ModelVersion previous = served.put(version.name(), version);
      failed.remove(version.name());
      snapshot = new Snapshot(served, failed, Optional.of(version.name()));
      if (previous != null) {
        previous.release();
      }
      LOG.log(Level.INFO, "Model ''{0}'' version {1} is served", version.name(), version.number());
      rememberDefault(version.name());
      return ModelStatus.available(version);
    } finally {
      changes.unlock();
      if (!installed) {
        loaded.release();
      }
    }
  }

  /* The model is served by now: that the next start may not know it as the default is no failure of it. */
  private void rememberDefault(ModelName name) {
    try {
      store.defaultModel(name);
    } catch (ServingException e) {
      LOG.log(Level.WARNING, "The default model could not be stored", e);
    }
  }

  /**
   * Removes a model and all its versions, from memory and disk.
   *
   * @throws NotFoundException when there is none of this name
   */
  public void delete(ModelName name) {
    changes.lock();
    try {
      Snapshot current = snapshot;
      boolean stored = store.delete(name);
      if (!stored && !current.served().containsKey(name) && !current.failed().containsKey(name)) {
        throw notFound(name, current);
      }
      Map<ModelName, ModelVersion> served = new TreeMap<>(current.served());
      Map<ModelName, String> failed = new TreeMap<>(current.failed());
      ModelVersion previous = served.remove(name);
      failed.remove(name);
      snapshot = new Snapshot(served, failed, current.defaultModel().filter(d -> !d.equals(name)));
      if (previous != null) {
        previous.release();
      }
      LOG.log(Level.INFO, "Model ''{0}'' is deleted", name);
    } finally {
      changes.unlock();
    }
  }

  /**
   * Makes a model the one that requests without a name mean.
   *
   * @throws NotFoundException when there is none of this name
   */
  public void makeDefault(ModelName name) {
    changes.lock();
    try {
      Snapshot current = snapshot;
      if (!current.served().containsKey(name)) {
        throw notFound(name, current);
      }
      store.defaultModel(name);
      snapshot = new Snapshot(current.served(), current.failed(), Optional.of(name));
    } finally {
      changes.unlock();
    }
  }

  /** Lets go of every model; those that requests still use are freed when the last of them ends. */
  @Override
  public void close() {
    changes.lock();
    try {
      Snapshot current = snapshot;
      snapshot = new Snapshot(Map.of(), Map.of(), Optional.empty());
      current.served().values().forEach(ModelVersion::release);
    } finally {
      changes.unlock();
    }
  }
}
