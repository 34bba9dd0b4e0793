package io.tfaas.model;

import io.tfaas.error.InvalidInputException;
import io.tfaas.error.NotFoundException;
import io.tfaas.error.ServingException;
import io.tfaas.error.UnavailableException;
import io.tfaas.model.ModelStatus.State;
import io.tfaas.model.Served.Snapshot;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The models that are served. Readers see one immutable snapshot and never wait; what changes it
 * goes through {@link ModelChanges} and {@link FileFollower}.
 */
public final class ModelManager implements AutoCloseable {

  private static final Logger LOG = System.getLogger(ModelManager.class.getName());
  private static final Duration LOAD_PATIENCE = Duration.ofSeconds(60);

  /* A load waits for the disk as much as it computes. */
  private static final int LOADS_PER_PROCESSOR = 2;

  private final Served served = new Served();
  private final ModelStore store;
  private final ModelChanges changes;
  private final FileFollower files;
  private final ModelWaking waking;
  private final boolean takesCalls;
  private final int loadsAtOnce;

  /**
   * @param takesCalls whether {@link #load} and {@link #unload} are allowed
   */
  public ModelManager(ModelStore store, ModelLoader loader, boolean takesCalls) {
    this(store, loader, takesCalls, MemoryLimits.NONE);
  }

  /**
   * @param takesCalls whether {@link #load} and {@link #unload} are allowed
   * @param limits of what is loaded at once
   */
  public ModelManager(
      ModelStore store, ModelLoader loader, boolean takesCalls, MemoryLimits limits) {
    this.store = store;
    ModelLocks locks = new ModelLocks();
    ModelMemory memory = new ModelMemory(served, locks, limits);
    VersionRoll versions = new VersionRoll(store, loader, memory, served::put);
    this.changes = new ModelChanges(served, store, loader, locks, memory);
    this.files = new FileFollower(served, store, versions, locks, takesCalls);
    this.waking = new ModelWaking(changes::wake, LOAD_PATIENCE);
    this.takesCalls = takesCalls;
    this.loadsAtOnce =
        limits.isNone() ? LOADS_PER_PROCESSOR * Runtime.getRuntime().availableProcessors() : 1;
  }

  /**
   * Loads all stored models, several at once unless what may be loaded is limited; one that cannot
   * be served is reported and skipped.
   */
  public void start() {
    served.makeDefault(store.defaultModel());
    SideBySide.forEach(store.names(), loadsAtOnce, name -> files.follow(name, version -> true))
        .forEach((name, e) -> LOG.log(Level.WARNING, "Model '" + name + "' is not served", e));
    List<ModelStatus> list = list();
    long available =
        list.stream()
            .filter(model -> model.state() == State.AVAILABLE || model.state() == State.IDLE)
            .count();
    LOG.log(Level.INFO, "{0} models served, {1} failed", available, list.size() - available);
  }

  /** Looks what models there are, and waits for calls to load them. */
  public void startUnloaded() {
    served.makeDefault(store.defaultModel());
    store.names().forEach(files::keepOut);
  }

  /**
   * The model that is meant: the default one where none is named.
   *
   * @throws NotFoundException when none is named and there is no default
   */
  public ModelName nameOf(Optional<ModelName> name) {
    return name.isPresent() ? name.get() : served.snapshot().requireDefault();
  }

  /**
   * A lease on the default version of a model; done already unless that is idle and has to be
   * loaded first.
   *
   * @param name empty for the default model: the one last uploaded or last made the default, else
   *     the only one
   * @param time to wait for a load; a minute at most
   * @throws NotFoundException when there is no such model, or it is not served
   * @throws InvalidInputException when none is named and there is no default
   */
  public CompletableFuture<Lease> lease(Optional<ModelName> name, Duration time) {
    ModelRef ref = new ModelRef(nameOf(name), new VersionChoice.Default());
    return lease(ref, () -> leaseNow(ref, (entry, choice) -> entry.notServed()), time);
  }

  /**
   * A lease on a version of a model; done already unless that is idle and has to be loaded first.
   *
   * @param time to wait for a load; a minute at most
   * @throws NotFoundException when the model, the version or the label is not known
   * @throws UnavailableException when it is known, and not served now
   */
  public CompletableFuture<Lease> lease(ModelRef ref, Duration time) {
    return lease(ref, () -> findLease(ref), time);
  }

  private CompletableFuture<Lease> lease(
      ModelRef ref, Supplier<Optional<Lease>> leasing, Duration time) {
    Optional<Lease> lease = leasing.get();
    return lease.isPresent()
        ? CompletableFuture.completedFuture(lease.get())
        : waking.lease(ref.name(), leasing, time);
  }

  /** A lease as {@link #lease(ModelRef, Duration)} takes it, or none where the version is idle. */
  public Optional<Lease> findLease(ModelRef ref) {
    return leaseNow(ref, ModelEntry::absence);
  }

  private Optional<Lease> leaseNow(
      ModelRef ref, BiFunction<ModelEntry, VersionChoice, ServingException> absence) {
    while (true) {
      ModelEntry entry = require(ref.name(), served.snapshot());
      HeldVersion held =
          entry.served(ref.version()).orElseThrow(() -> absence.apply(entry, ref.version()));
      if (held.loaded().isEmpty()) {
        return Optional.empty();
      }
      Optional<Lease> lease = held.loaded().get().tryLease();
      if (lease.isPresent()) {
        return lease;
      }
    }
  }

  private static ModelEntry require(ModelName name, Snapshot current) {
    return current.find(name).orElseThrow(() -> ModelChanges.unknown(name));
  }

  /** The names of all models that are known, sorted. */
  public List<ModelName> names() {
    return List.copyOf(served.snapshot().models().keySet());
  }

  /** What is known of every model, in the order of their names. */
  public List<ModelStatus> list() {
    return served.snapshot().models().values().stream().map(ModelManager::status).toList();
  }

  private static ModelStatus status(ModelEntry entry) {
    return entry
        .served(new VersionChoice.Default())
        .map(HeldVersion::status)
        .orElseGet(() -> ModelStatus.absent(entry.name(), entry.absentState(), entry.reason()));
  }

  /** What is known of one model; names and errors as for {@link #lease(Optional, Duration)}. */
  public ModelStatus status(Optional<ModelName> name) {
    Snapshot current = served.snapshot();
    ModelEntry entry = require(name.isPresent() ? name.get() : current.requireDefault(), current);
    return entry
        .served(new VersionChoice.Default())
        .map(HeldVersion::status)
        .orElseThrow(entry::notServed);
  }

  /**
   * The files of a model's default version, which is not loaded for that where it is idle.
   *
   * @throws NotFoundException when there is none of this name, or it is not served
   */
  public StoredModel stored(ModelName name) {
    ModelEntry entry = require(name, served.snapshot());
    return entry
        .served(new VersionChoice.Default())
        .map(HeldVersion::stored)
        .orElseThrow(entry::notServed);
  }

  /**
   * The versions of a model, newest first; none where no version of it was ever to be served.
   *
   * @throws NotFoundException when there is none of this name
   */
  public List<VersionStatus> versions(ModelName name) {
    return require(name, served.snapshot()).statuses();
  }

  /**
   * The versions of every model at one moment, in the order of the models' names, newest first; of
   * a model none where no version of it was ever to be served.
   */
  public SortedMap<ModelName, List<VersionStatus>> versions() {
    SortedMap<ModelName, List<VersionStatus>> versions = new TreeMap<>();
    served.snapshot().models().forEach((name, entry) -> versions.put(name, entry.statuses()));
    return versions;
  }

  /**
   * What is said of a model's versions, by its files and by call.
   *
   * @throws NotFoundException when there is none of this name
   */
  public VersionRules rules(ModelName name) {
    ModelEntry entry = require(name, served.snapshot());
    return new VersionRules(
        entry.found().policy(), entry.marks().pin(), entry.labels(), entry.found().notices());
  }

  /**
   * Installs a staged model: loads it and calls it once, and only then publishes it as the next
   * version, serves it and makes it the default model. Requests under way end on the version they
   * began with.
   *
   * @throws io.tfaas.error.InvalidModelException when it cannot be served; nothing changed then
   */
  public ModelStatus install(StoredModel staged) {
    return ModelStatus.available(changes.install(staged));
  }

  /**
   * Removes a model and all its versions, from memory and disk.
   *
   * @throws NotFoundException when there is none of this name
   */
  public void delete(ModelName name) {
    changes.delete(name);
  }

  /**
   * Makes a model the one that requests without a name mean.
   *
   * @throws NotFoundException when there is none of this name, or it is not served
   */
  public void makeDefault(ModelName name) {
    changes.makeDefault(name);
  }

  /**
   * Changes the pin and the labels of a model, at once and for good.
   *
   * @throws NotFoundException when there is no such model, version or label
   * @throws io.tfaas.error.InvalidModelException when the version cannot be served; nothing changed
   *     then
   */
  public void mark(ModelName name, MarkChange change) {
    changes.mark(name, change);
  }

  /**
   * Loads a model as its files are now, or what has changed of it; from then on it is followed
   * again.
   *
   * @throws NotFoundException when there is none of this name
   * @throws UnavailableException when calls are switched off
   * @throws io.tfaas.error.InvalidModelException when a version of it cannot be served; what was
   *     served before still is
   */
  public void load(ModelName name) {
    requireCalls();
    changes.load(name);
  }

  /**
   * Takes a model out of service, until it is loaded by call or a new version of it comes, also
   * over a restart if the store can be written; requests under way end first.
   *
   * @throws NotFoundException when there is none of this name
   * @throws UnavailableException when calls are switched off
   */
  public void unload(ModelName name) {
    requireCalls();
    changes.unload(name);
  }

  private void requireCalls() {
    if (!takesCalls) {
      throw new UnavailableException(
          "Models are not loaded or unloaded by call here: the setting tfaas.model-control is"
              + " 'poll'");
    }
  }

  /** The store's names and the known ones: those that a watcher looks at. */
  List<ModelName> followed() {
    return Stream.concat(store.names().stream(), names().stream()).distinct().toList();
  }

  /** What a watcher calls: brings a model to what its files are now. */
  FoundModel follow(ModelName name, FoundModel earlier) {
    return files.follow(name, earlier::hasSettled);
  }

  /** Lets go of every model; those that requests still use are freed when the last of them ends. */
  @Override
  public void close() {
    waking.close();
    served.close();
  }
}
