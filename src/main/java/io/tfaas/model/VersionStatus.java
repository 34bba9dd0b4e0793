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

  /** The life of a version, in TensorFlow Serving's words. */
  public enum State {
    /** Found, not yet loading. */
    START,
    LOADING,
    AVAILABLE,
    /** Takes no new calls; those under way still use it. */
    UNLOADING,
    /** Not in memory: unloaded, or its loading failed. */
    END
  }

  public VersionStatus {
    requireNonNull(name, "name is null");
    requireNonNull(state, "state is null");
    requireNonNull(error, "error is null");
    labels = labels.stream().sorted().toList();
  }
}
