package io.tfaas.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks every second for clients that send or read too slowly, and is less patient with them while
 * they keep all threads from other requests.
 */
final class SlowClients implements AutoCloseable {

  private static final Logger LOG = System.getLogger(SlowClients.class.getName());
  private static final long PERIOD_NANOS = 1_000_000_000;
  private static final long LEAST_PATIENCE_NANOS = 1_000_000_000;

  private final WatchedProtocol protocol;
  private final RequestExecutor requests;
  private final long patienceNanos;
  private final Thread thread = new Thread(this::watch, "tfaas-slow-clients");
  private volatile boolean closed;

  SlowClients(WatchedProtocol protocol, RequestExecutor requests, Duration patience) {
    this.protocol = protocol;
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

  private void look() {
    boolean hurry = requests.isExhausted();
    try {
      protocol.cutOffSlowClients(
          hurry ? Math.min(LEAST_PATIENCE_NANOS, patienceNanos) : patienceNanos);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "Slow clients could not be looked for; there is another look", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
