package io.tfaas.server;

import io.tfaas.config.LogConfig;
import io.tfaas.config.LogLevel;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneId;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The log of a server that runs by itself: one line a record, to a file or to standard error. */
public final class ServerLog extends Handler {

  /* Kept here: java.util.logging would forget the level of a logger that nobody holds. */
  private static final Logger OWN = Logger.getLogger("io.tfaas");
  private static final Logger AUDIT = Logger.getLogger("io.tfaas.audit");
  /* Warns, with a stack trace, of what callers send and are told of. */
  private static final Logger FORMS = Logger.getLogger("org.jvnet.mimepull");
  private static final Logger ROOT = Logger.getLogger("");

  private final PrintStream out;

  private ServerLog(PrintStream out) {
    this.out = out;
    setFormatter(new LineFormatter(ZoneId.systemDefault()));
  }

  /**
   * Sends all logging of this process there; libraries log warnings and errors only, the audit of
   * changes logs always.
   *
   * @throws StartException if the log file cannot be written
   */
  public static void install(LogConfig config) {
    PrintStream out = config.file().map(ServerLog::open).orElse(System.err);
    LogManager.getLogManager().reset();
    ROOT.addHandler(new ServerLog(out));
    ROOT.setLevel(config.level() == LogLevel.ERROR ? Level.SEVERE : Level.WARNING);
    OWN.setLevel(level(config.level()));
    AUDIT.setLevel(Level.INFO);
    FORMS.setLevel(Level.SEVERE);
  }

  /** Runs something that logs warnings and errors only. */
  public static void quietly(Runnable action) {
    Level level = OWN.getLevel();
    OWN.setLevel(Level.WARNING);
    try {
      action.run();
    } finally {
      OWN.setLevel(level);
    }
  }

  private static PrintStream open(Path file) {
    try {
      return new PrintStream(
          Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
          /* autoFlush= */ false,
          StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new StartException("Cannot write the log file " + file + ": " + Reasons.of(e), e);
    }
  }

  private static Level level(LogLevel level) {
    return switch (level) {
      case ERROR -> Level.SEVERE;
      case WARNING -> Level.WARNING;
      case INFO -> Level.INFO;
      case DEBUG -> Level.FINE;
    };
  }

  @Override
  public void publish(LogRecord record) {
    if (isLoggable(record)) {
      out.print(getFormatter().format(record));
      out.flush();
    }
  }

  @Override
  public void flush() {
    out.flush();
  }

  @Override
  public void close() {
    out.flush();
  }
}
