package io.tfaas.error;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Logs the failures of what is tried again and again: the first, and then at most one a minute. */
public final class FailureLog {

  private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Logger log;
  private final String message;
  private final LongSupplier nanoClock;
  private long loggedAt;

  public FailureLog(Logger log, String message) {
    this(log, message, System::nanoTime);
  }

  FailureLog(Logger log, String message, LongSupplier nanoClock) {
    this.log = log;
    this.message = message;
    this.nanoClock = nanoClock;
    this.loggedAt = nanoClock.getAsLong() - PAUSE_NANOS;
  }

  /** Logs a failure, if it is time. Where there is no memory even for that, the next one is. */
  public synchronized void add(Throwable failure) {
    long now = nanoClock.getAsLong();
    if (now - loggedAt < PAUSE_NANOS) {
      return;
    }
    try {
      log.log(Level.WARNING, message, failure);
      loggedAt = now;
    } catch (RuntimeException | Error e) {
      loggedAt = now - PAUSE_NANOS;
    }
  }
}
