package io.tfaas.model;

import java.util.concurrent.atomic.AtomicBoolean;

/** The right to use a model version; it stays loaded until every lease on it is closed. */
public final class Lease implements AutoCloseable {

  private final ModelVersion version;
  private final AtomicBoolean closed = new AtomicBoolean();

  Lease(ModelVersion version) {
    this.version = version;
  }

  public ModelVersion version() {
    return version;
  }

  /** One more lease on the same version, to be closed on its own; this one has to be open. */
  public Lease another() {
    return version.tryLease().orElseThrow(() -> new IllegalStateException("The lease is closed"));
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      version.release();
    }
  }
}
