package io.tfaas.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

final class LineFormatterTest {

  private final LineFormatter formatter = new LineFormatter(ZoneOffset.UTC);

  @Test
  void writesOneLine() {
    assertThat(formatter.format(record(Level.WARNING, "Skipped {0}")))
        .isEqualTo("2026-01-02T03:04:05.678Z WARNING ModelManager: Skipped {0}\n");
  }

  @Test
  void keepsAMessageFromForgingALine() {
    assertThat(formatter.format(record(Level.INFO, "a\nb\r\u001b[0mc")))
        .isEqualTo("2026-01-02T03:04:05.678Z INFO ModelManager: a\\nb??[0mc\n");
  }

  @Test
  void appendsTheStackTrace() {
    LogRecord record = record(Level.SEVERE, "Failed");
    record.setThrown(new IllegalStateException("why"));
    assertThat(formatter.format(record))
        .startsWith("2026-01-02T03:04:05.678Z ERROR ModelManager: Failed\n")
        .contains("IllegalStateException: why", "LineFormatterTest");
  }

  @Test
  void keepsTheMessageOfAFailureFromForgingALine() {
    LogRecord record = record(Level.SEVERE, "Failed");
    record.setThrown(new IllegalStateException("why\n2026-01-02T03:04:05.678Z ERROR all is lost"));
    assertThat(formatter.format(record).lines().skip(1))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).startsWith("  "));
  }

  private static LogRecord record(Level level, String message) {
    LogRecord record = new LogRecord(level, message);
    record.setLoggerName("io.tfaas.model.ModelManager");
    record.setInstant(Instant.parse("2026-01-02T03:04:05.678Z"));
    return record;
  }
}
