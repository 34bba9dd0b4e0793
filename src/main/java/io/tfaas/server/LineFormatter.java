package io.tfaas.server;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** One line a record: time, level, last part of the logger's name, message; then a stack trace. */
final class LineFormatter extends Formatter {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX");

  private final ZoneId zone;

  LineFormatter(ZoneId zone) {
    this.zone = zone;
  }

  @Override
  public String format(LogRecord record) {
    StringBuilder line = new StringBuilder(120);
    TIME.formatTo(Instant.ofEpochMilli(record.getMillis()).atZone(zone), line);
    line.append(' ').append(level(record.getLevel())).append(' ');
    line.append(source(record.getLoggerName())).append(": ");
    appendSafely(line, formatMessage(record));
    line.append('\n');
    if (record.getThrown() != null) {
      StringWriter trace = new StringWriter();
      record.getThrown().printStackTrace(new PrintWriter(trace, true));
      trace.toString().lines().forEach(of -> appendIndented(line, of));
    }
    return line.toString();
  }

  private static String level(Level level) {
    if (level.intValue() >= Level.SEVERE.intValue()) {
      return "ERROR";
    }
    if (level.intValue() >= Level.WARNING.intValue()) {
      return "WARNING";
    }
    return level.intValue() >= Level.INFO.intValue() ? "INFO" : "DEBUG";
  }

  private static String source(String name) {
    return name == null || name.isEmpty() ? "log" : name.substring(name.lastIndexOf('.') + 1);
  }

  /* So does the message of a failure: none of its lines may look like the first of a record. */
  private static void appendIndented(StringBuilder line, String ofTrace) {
    line.append("  ");
    appendSafely(line, ofTrace);
    line.append('\n');
  }

  /* A message may quote a request: it must not be able to forge a line. */
  private static void appendSafely(StringBuilder line, String message) {
    for (int i = 0; i < message.length(); i++) {
      char c = message.charAt(i);
      if (c == '\n') {
        line.append("\\n");
      } else if (Character.isISOControl(c) && c != '\t') {
        line.append('?');
      } else {
        line.append(c);
      }
    }
  }
}
