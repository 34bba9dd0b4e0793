package io.tfaas.model;

/** What is known of a version while it is served and not in memory. */
record IdleVersion(StoredModel stored, ModelStatus status) {

  /** Of a version that was never loaded. */
  static IdleVersion of(StoredModel stored) {
    return new IdleVersion(stored, ModelStatus.idle(stored));
  }

  /** Of a version that goes out of memory. */
  static IdleVersion of(ModelVersion loaded) {
    return new IdleVersion(loaded.stored(), ModelStatus.available(loaded).idle());
  }
}
