package io.tfaas.testing;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What a logger, and those below it, log at any level until this is closed. */
public final class LogRecords extends Handler implements AutoCloseable {

  private final Logger logger;
  private final Level before;
  private final List<LogRecord> records = Collections.synchronizedList(new ArrayList<>());

  private LogRecords(Logger logger) {
    this.logger = logger;
    this.before = logger.getLevel();
    setLevel(Level.ALL);
    logger.addHandler(this);
    logger.setLevel(Level.FINE);
  }

  public static LogRecords of(String logger) {
    return new LogRecords(Logger.getLogger(logger));
  }

  public List<String> messages() {
    SimpleFormatter formatter = new SimpleFormatter();
    synchronized (records) {
      return records.stream().map(formatter::formatMessage).toList();
    }
  }

  /** The messages with the traces of what was thrown. */
  public List<String> everything() {
    List<String> all = new ArrayList<>(messages());
    synchronized (records) {
      for (LogRecord record : records) {
        if (record.getThrown() != null) {
          StringWriter trace = new StringWriter();
          record.getThrown().printStackTrace(new PrintWriter(trace, true));
          all.add(trace.toString());
        }
      }
    }
    return all;
  }

  @Override
  public void publish(LogRecord record) {
    records.add(record);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setLevel(before);
  }
}
