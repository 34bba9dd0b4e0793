package io.tfaas.testing;

import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Counts what is logged with a stack trace, from the first look on. */
final class LoggedTraces extends Handler {

  private static final LoggedTraces WATCHED = new LoggedTraces();

  /* The log manager forgets a logger, and its handlers, that nobody else holds. */
  private final Logger root = Logger.getLogger("");
  private final AtomicLong count = new AtomicLong();

  private LoggedTraces() {
    root.addHandler(this);
  }

  static long count() {
    return WATCHED.count.get();
  }

  @Override
  public void publish(LogRecord record) {
    if (record.getThrown() != null) {
      count.incrementAndGet();
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    root.removeHandler(this);
  }
}
