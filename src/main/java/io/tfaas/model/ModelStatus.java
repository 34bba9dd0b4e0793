package io.tfaas.model;

import java.util.List;

/** What can be told of a model: its params, its state, and its signatures while it is served. */
public record ModelStatus(
    ModelParams params,
    long version,
    State state,
    String reason,
    List<SignatureStatus> signatures) {

  /** Whether a model answers. */
  public enum State {
    AVAILABLE,
    /** Not in memory, to make room for others; the next call loads it. */
    IDLE,
    /** Not yet, it is being loaded. */
    LOADING,
    /** Taken out of service by call. */
    UNLOADED,
    FAILED
  }

  public ModelStatus {
    signatures = List.copyOf(signatures);
  }

  public ModelName name() {
    return new ModelName(params.name());
  }

  static ModelStatus available(ModelVersion version) {
    List<SignatureStatus> signatures =
        version.signatures().values().stream().map(SignatureStatus::of).toList();
    ModelParams params = version.stored().params().withName(version.name().value());
    return new ModelStatus(params, version.number(), State.AVAILABLE, "", signatures);
  }

  /** What is known of a version that was never loaded. */
  static ModelStatus idle(StoredModel stored) {
    ModelParams params = stored.params().withName(stored.name().value());
    return new ModelStatus(params, stored.number(), State.IDLE, "", List.of());
  }

  ModelStatus idle() {
    return new ModelStatus(params, version, State.IDLE, "", signatures);
  }

  static ModelStatus absent(ModelName name, State state, String reason) {
    return new ModelStatus(ModelParams.named(name.value()), 0, state, reason, List.of());
  }
}
