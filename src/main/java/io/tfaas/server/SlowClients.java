package io.tfaas.server;

import io.tfaas.error.FailureLog;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/**
 * Looks every second for clients that send or read too slowly, and is less patient with them while
 * they keep all threads from other requests.
 */
final class SlowClients implements AutoCloseable {

  private static final long PERIOD_NANOS = 1_000_000_000;
  private static final long LEAST_PATIENCE_NANOS = 1_000_000_000;

  private final FailureLog failures =
      new FailureLog(
          System.getLogger(SlowClients.class.getName()), "Slow clients could not be looked for");

  private final LongConsumer cutOff;
  private final RequestExecutor requests;
  private final long patienceNanos;
  private final Thread thread = new Thread(this::watch, "tfaas-slow-clients");
  private volatile boolean closed;

  /**
   * @param cutOff cuts off the clients that have taken more than so many nanoseconds
   */
  SlowClients(LongConsumer cutOff, RequestExecutor requests, Duration patience) {
    this.cutOff = cutOff;
    this.requests = requests;
    this.patienceNanos = patience.toNanos();
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void watch() {
    while (!closed) {
      LockSupport.parkNanos(this, PERIOD_NANOS);
      look();
    }
  }

  /** Looks once; what goes wrong is left to the next look. */
  void look() {
    try {
      boolean hurry = requests.isExhausted();
      cutOff.accept(hurry ? Math.min(LEAST_PATIENCE_NANOS, patienceNanos) : patienceNanos);
    } catch (RuntimeException | Error e) {
      failures.add(e);
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
