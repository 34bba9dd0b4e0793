package io.tfaas.http;

import io.tfaas.error.OverloadedException;
import java.util.concurrent.atomic.AtomicLong;

/** The bytes of request bodies that the server holds at once, large ones only. */
final class BodyBudget {

  /** Bodies up to here are not counted: the connections bound their number. */
  static final long FREE = 64 * 1024;

  private static final long STEP = 1024 * 1024;

  private final long limit;
  private final AtomicLong held = new AtomicLong();

  BodyBudget(long limit) {
    this.limit = limit;
  }

  /** What one request holds, until it is closed. */
  final class Share implements AutoCloseable {

    private long taken;
    private boolean closed;

    /**
     * Takes so many bytes in all.
     *
     * @throws OverloadedException when the server holds too many
     */
    void cover(long bytes) {
      if (bytes > taken && bytes > FREE && !closed) {
        take(bytes - taken);
      }
    }

    /** Takes a little ahead of a body whose length is not known. */
    void coverRead(long bytes) {
      if (bytes > taken && bytes > FREE) {
        cover(bytes + STEP);
      }
    }

    private void take(long bytes) {
      if (held.addAndGet(bytes) > limit) {
        held.addAndGet(-bytes);
        throw new OverloadedException(
            "The server holds as many bytes of requests as it may; try again in a moment");
      }
      taken += bytes;
    }

    @Override
    public void close() {
      held.addAndGet(-taken);
      taken = 0;
      closed = true;
    }
  }
}
