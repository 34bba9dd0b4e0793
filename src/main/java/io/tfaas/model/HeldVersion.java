package io.tfaas.model;

import io.tfaas.model.FoundModel.FoundVersion;
import io.tfaas.model.VersionStatus.State;
import java.util.Optional;

/**
 * A version that the manager knows of, and how far it is with it.
 *
 * <p>One that is idle counts as served: its next use loads it.
 *
 * @param fingerprint of the files that it was last loaded from, or failed to
 * @param loaded while it is in memory
 * @param idle what is known of it while it is served and not in memory
 * @param failure why it is not, or not in its newest form; empty where nothing went wrong
 */
record HeldVersion(
    long number,
    Fingerprint fingerprint,
    State state,
    Optional<ModelVersion> loaded,
    Optional<IdleVersion> idle,
    Optional<LoadFailure> failure) {

  private HeldVersion(
      FoundVersion found,
      State state,
      Optional<ModelVersion> loaded,
      Optional<LoadFailure> failure) {
    this(found.number(), found.fingerprint(), state, loaded, Optional.empty(), failure);
  }

  static HeldVersion of(FoundVersion found, State state) {
    return new HeldVersion(found, state, Optional.empty(), Optional.empty());
  }

  static HeldVersion available(FoundVersion found, ModelVersion loaded) {
    return new HeldVersion(found, State.AVAILABLE, Optional.of(loaded), Optional.empty());
  }

  /** Not loaded, though it may well be; nothing is known of its signatures yet. */
  static HeldVersion idle(FoundVersion found, StoredModel stored) {
    return new HeldVersion(
        found.number(),
        found.fingerprint(),
        State.AVAILABLE,
        Optional.empty(),
        Optional.of(IdleVersion.of(stored)),
        Optional.empty());
  }

  /** Out of memory until its next use. */
  HeldVersion madeIdle() {
    return loaded.isEmpty()
        ? this
        : new HeldVersion(
            number, fingerprint, state, Optional.empty(), loaded.map(IdleVersion::of), failure);
  }

  /** Idle, and to be loaded now, whatever its files were when it was last. */
  HeldVersion waking() {
    return idle.isEmpty()
        ? this
        : new HeldVersion(
            number, Fingerprint.CHANGING, State.LOADING, Optional.empty(), idle, failure);
  }

  /** What can be told of the model while this is its default version, which is served. */
  ModelStatus status() {
    return loaded.map(ModelStatus::available).or(() -> idle.map(IdleVersion::status)).orElseThrow();
  }

  /** Its files, while it is served. */
  StoredModel stored() {
    return loaded.map(ModelVersion::stored).or(() -> idle.map(IdleVersion::stored)).orElseThrow();
  }

  long loadedBytes() {
    return loaded.isPresent() ? Math.max(0, fingerprint.bytes()) : 0;
  }

  static HeldVersion failed(FoundVersion found, LoadFailure failure) {
    return new HeldVersion(found, State.END, Optional.empty(), Optional.of(failure));
  }

  /**
   * After its files could not be loaded: served as before where it is in memory, and idle as before
   * where its next use may well load it.
   */
  HeldVersion after(LoadFailure newFailure, FoundVersion found) {
    boolean stays = loaded.isPresent() || (idle.isPresent() && newFailure.isPassing());
    return stays
        ? new HeldVersion(
            number, found.fingerprint(), State.AVAILABLE, loaded, idle, Optional.of(newFailure))
        : failed(found, newFailure);
  }

  /** To be tried again now, where its failure passes. */
  HeldVersion dueNow() {
    return new HeldVersion(
        number, fingerprint, state, loaded, idle, failure.map(LoadFailure::dueNow));
  }

  HeldVersion unloaded() {
    return new HeldVersion(
        number, fingerprint, State.END, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The reason of its failure; empty where nothing went wrong. */
  String error() {
    return failure.map(LoadFailure::reason).orElse("");
  }

  /** Whether it is idle and to be loaded now. */
  boolean isWaking() {
    return idle.isPresent() && state == State.LOADING;
  }

  boolean isServed() {
    return loaded.isPresent() || idle.isPresent();
  }

  boolean hasFailed() {
    return state == State.END && failure.isPresent();
  }

  /**
   * Whether these files were dealt with, one way or the other. Those that failed for a reason that
   * passes are not, once they are due again; what is idle waits for its next use all the same.
   */
  boolean isDoneWith(FoundVersion found) {
    boolean due = idle.isEmpty() && failure.filter(LoadFailure::isDue).isPresent();
    return (isServed() || hasFailed()) && !due && found.fingerprint().isStillThatOf(fingerprint);
  }
}
