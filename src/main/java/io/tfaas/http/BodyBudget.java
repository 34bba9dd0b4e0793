package io.tfaas.http;

import io.tfaas.error.OverloadedException;
import io.tfaas.error.TooLargeException;
import java.util.concurrent.atomic.AtomicLong;

/** The bytes of request bodies that the server holds at once, large ones only. */
final class BodyBudget {

  /** Bodies up to here are not counted: the connections bound their number. */
  static final long FREE = 64 * 1024;

  private static final long STEP = 1024 * 1024;

  private final BodyLimit limit;
  private final AtomicLong held = new AtomicLong();

  BodyBudget(BodyLimit limit) {
    this.limit = limit;
  }

  /** What one request holds, until it is closed. */
  final class Share implements AutoCloseable {

    private final int weight;
    private long bytes;
    private boolean closed;

    /**
     * @param weight how often each byte counts
     */
    Share(int weight) {
      this.weight = weight;
    }

    /**
     * Takes so many bytes in all.
     *
     * @throws OverloadedException when the server holds too many
     * @throws TooLargeException when these alone are too many
     */
    void cover(long all) {
      if (all > bytes && all > FREE && !closed) {
        take(weight * (all - bytes));
        bytes = all;
      }
    }

    /** Takes a little ahead of a body whose length is not known. */
    void coverRead(long all) {
      if (all > bytes && all > FREE) {
        cover(Math.max(all, Math.min(all + STEP, limit.bytes() / weight)));
      }
    }

    private void take(long more) {
      if (weight * bytes + more > limit.bytes()) {
        throw limit.dividedBy(weight).exceeded();
      }
      if (held.addAndGet(more) > limit.bytes()) {
        held.addAndGet(-more);
        throw new OverloadedException(
            "The server holds as many bytes of requests as it may; try again in a moment");
      }
    }

    @Override
    public void close() {
      held.addAndGet(-weight * bytes);
      bytes = 0;
      closed = true;
    }
  }
}
