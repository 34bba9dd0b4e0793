package io.tfaas.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class FailureLogTest {

  private static final class Lines implements System.Logger {

    private final List<String> lines = new ArrayList<>();
    private boolean broken;

    @Override
    public String getName() {
      return "lines";
    }

    @Override
    public boolean isLoggable(Level level) {
      return true;
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String message,
        @Nullable Throwable thrown) {
      if (broken) {
        throw new IllegalStateException("no room for a line");
      }
      lines.add(level + " " + message + ": " + (thrown == null ? "" : thrown.getMessage()));
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String format,
        @Nullable Object @Nullable ... params) {
      throw new UnsupportedOperationException();
    }
  }

  private final Lines log = new Lines();
  private final AtomicLong nanos = new AtomicLong();
  private final FailureLog failures = new FailureLog(log, "A look failed", nanos::get);

  private void fail(String message) {
    failures.add(new IllegalStateException(message));
  }

  @Test
  void failuresOneAfterTheOtherAreLoggedOnce() {
    fail("first");
    nanos.addAndGet(Duration.ofSeconds(59).toNanos());
    fail("second");
    assertThat(log.lines).containsExactly("WARNING A look failed: first");
  }

  @Test
  void whatGoesOnFailingIsLoggedAgainAfterAMinute() {
    fail("first");
    nanos.addAndGet(Duration.ofSeconds(60).toNanos());
    fail("second");
    assertThat(log.lines)
        .containsExactly("WARNING A look failed: first", "WARNING A look failed: second");
  }

  @Test
  void aFailureThatCannotBeLoggedLeavesThatToTheNext() {
    log.broken = true;
    fail("first");
    log.broken = false;
    fail("second");
    assertThat(log.lines).containsExactly("WARNING A look failed: second");
  }
}
