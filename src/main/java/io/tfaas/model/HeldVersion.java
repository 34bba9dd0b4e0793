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
 * @param error why it is not, or not in its newest form; empty where nothing went wrong
 */
record HeldVersion(
    long number,
    Fingerprint fingerprint,
    State state,
    Optional<ModelVersion> loaded,
    Optional<IdleVersion> idle,
    String error) {

  private HeldVersion(
      FoundVersion found, State state, Optional<ModelVersion> loaded, String error) {
    this(found.number(), found.fingerprint(), state, loaded, Optional.empty(), error);
  }

  static HeldVersion of(FoundVersion found, State state) {
    return new HeldVersion(found, state, Optional.empty(), "");
  }

  static HeldVersion available(FoundVersion found, ModelVersion loaded) {
    return new HeldVersion(found, State.AVAILABLE, Optional.of(loaded), "");
  }

  /** Not loaded, though it may well be; nothing is known of its signatures yet. */
  static HeldVersion idle(FoundVersion found, StoredModel stored) {
    return new HeldVersion(
        found.number(),
        found.fingerprint(),
        State.AVAILABLE,
        Optional.empty(),
        Optional.of(IdleVersion.of(stored)),
        "");
  }

  /** Out of memory until its next use. */
  HeldVersion madeIdle() {
    return loaded.isEmpty()
        ? this
        : new HeldVersion(
            number, fingerprint, state, Optional.empty(), loaded.map(IdleVersion::of), error);
  }

  /** Idle, and to be loaded now, whatever its files were when it was last. */
  HeldVersion waking() {
    return idle.isEmpty()
        ? this
        : new HeldVersion(
            number, Fingerprint.CHANGING, State.LOADING, Optional.empty(), idle, error);
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

  static HeldVersion failed(FoundVersion found, String error) {
    return new HeldVersion(found, State.END, Optional.empty(), error);
  }

  /** Served as before, since its changed files cannot be. */
  HeldVersion keptAfter(FoundVersion found, String newError) {
    return new HeldVersion(number, found.fingerprint(), state, loaded, idle, newError);
  }

  HeldVersion unloaded() {
    return new HeldVersion(number, fingerprint, State.END, Optional.empty(), Optional.empty(), "");
  }

  boolean isServed() {
    return loaded.isPresent() || idle.isPresent();
  }

  boolean hasFailed() {
    return state == State.END && !error.isEmpty();
  }

  /** Whether these files were dealt with, one way or the other. */
  boolean isDoneWith(FoundVersion found) {
    return (isServed() || hasFailed()) && found.fingerprint().isStillThatOf(fingerprint);
  }
}
