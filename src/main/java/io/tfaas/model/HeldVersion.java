package io.tfaas.model;

import io.tfaas.model.FoundModel.FoundVersion;
import io.tfaas.model.VersionStatus.State;
import java.util.Optional;

/**
 * A version that the manager knows of, and how far it is with it.
 *
 * @param fingerprint of the files that it was last loaded from, or failed to
 * @param loaded while it is served
 * @param error why it is not, or not in its newest form; empty where nothing went wrong
 */
record HeldVersion(
    long number,
    Fingerprint fingerprint,
    State state,
    Optional<ModelVersion> loaded,
    String error) {

  static HeldVersion of(FoundVersion found, State state) {
    return new HeldVersion(found.number(), found.fingerprint(), state, Optional.empty(), "");
  }

  static HeldVersion available(FoundVersion found, ModelVersion loaded) {
    return new HeldVersion(
        found.number(), found.fingerprint(), State.AVAILABLE, Optional.of(loaded), "");
  }

  static HeldVersion failed(FoundVersion found, String error) {
    return new HeldVersion(found.number(), found.fingerprint(), State.END, Optional.empty(), error);
  }

  /** Served as before, since its changed files cannot be. */
  HeldVersion keptAfter(FoundVersion found, String newError) {
    return new HeldVersion(number, found.fingerprint(), state, loaded, newError);
  }

  HeldVersion unloaded() {
    return new HeldVersion(number, fingerprint, State.END, Optional.empty(), "");
  }

  boolean isServed() {
    return loaded.isPresent();
  }

  boolean hasFailed() {
    return state == State.END && !error.isEmpty();
  }

  /** Whether these files were dealt with, one way or the other. */
  boolean isDoneWith(FoundVersion found) {
    return (isServed() || hasFailed()) && found.fingerprint().isStillThatOf(fingerprint);
  }
}
