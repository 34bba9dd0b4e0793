package io.tfaas.auth;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Ticker;
import io.tfaas.error.UnavailableException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The entries of a file, which is looked at again, at most once a second, while they are used. */
final class FollowedFile<T> {

  private static final Logger LOG = System.getLogger(FollowedFile.class.getName());
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  /* What tells a changed file from the one that was read. */
  private record State(FileTime changed, long size) {
    static final State ABSENT = new State(FileTime.fromMillis(0), -1);
  }

  private record Snapshot<T>(State state, List<T> entries, long looked) {}

  private final Path file;
  private final Function<Path, List<T>> reader;
  private final Ticker clock;
  private volatile Snapshot<T> snapshot;

  /**
   * Reads the file.
   *
   * @param reader says by an {@link UnavailableException} that it cannot be read
   * @throws UnavailableException when it cannot
   */
  FollowedFile(Path file, Function<Path, List<T>> reader, Ticker clock) {
    this.file = requireNonNull(file, "file is null");
    this.reader = reader;
    this.clock = clock;
    State state = state(file);
    this.snapshot = new Snapshot<>(state, reader.apply(file), clock.read());
  }

  /** What the file has; while it cannot be read, what it had before. */
  List<T> entries() {
    Snapshot<T> seen = snapshot;
    long now = clock.read();
    if (now - seen.looked() < LOOK_NANOS) {
      return seen.entries();
    }
    State state = state(file);
    List<T> entries = state.equals(seen.state()) ? seen.entries() : reread(seen.entries());
    snapshot = new Snapshot<>(state, entries, now);
    return entries;
  }

  private List<T> reread(List<T> earlier) {
    try {
      return reader.apply(file);
    } catch (UnavailableException e) {
      LOG.log(Level.WARNING, e.getMessage() + "; what was read of it before stays");
      return earlier;
    }
  }

  private static State state(Path file) {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return new State(found.lastModifiedTime(), found.size());
    } catch (IOException e) {
      return State.ABSENT;
    }
  }
}
