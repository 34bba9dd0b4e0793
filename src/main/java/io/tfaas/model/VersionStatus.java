package io.tfaas.model;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What can be told of a version of a model.
 *
 * @param error why the version is not served; empty where nothing went wrong
 * @param labels that stand at the version, sorted
 */
public record VersionStatus(
    ModelName name, long version, State state, String error, List<String> labels) {

  /** The life of a version, in TensorFlow Serving's words where it has one. */
  public enum State {
    /** Found, not yet loading. */
    START,
    LOADING,
    AVAILABLE,
    /** Served, though not in memory: its next use loads it. */
    IDLE,
    /** Takes no new calls; those under way still use it. */
    UNLOADING,
    /** Not in memory: unloaded, or its loading failed. */
    END
  }

  /** Whether a call of it is answered. */
  public boolean isServed() {
    return state == State.AVAILABLE || state == State.IDLE;
  }

  public VersionStatus {
    requireNonNull(name, "name is null");
    requireNonNull(state, "state is null");
    requireNonNull(error, "error is null");
    labels = labels.stream().sorted().toList();
  }
}
