package io.tfaas.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.tfaas.error.UnavailableException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The tokens of a file, a line each: name, hash, roles. The file is looked at again while the
 * server runs, so that tokens can be added and taken away.
 */
final class TokenFile {

  private static final Logger LOG = System.getLogger(TokenFile.class.getName());
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  /* What tells a changed file from the one that was read. */
  private record State(FileTime changed, long size) {
    static final State ABSENT = new State(FileTime.fromMillis(0), -1);
  }

  private record Snapshot(State state, List<TokenHash> tokens, long looked) {}

  private final Path file;
  private volatile Snapshot snapshot;

  /**
   * Reads the file; one that is not there has no tokens.
   *
   * @throws UnavailableException when it cannot be read, or a line is malformed
   */
  TokenFile(Path file) {
    this.file = requireNonNull(file, "file is null");
    State state = state(file);
    this.snapshot = new Snapshot(state, read(file), System.nanoTime());
  }

  /** Who has the token; every known one is compared, so that time does not tell which is near. */
  Optional<Caller> find(String token) {
    byte[] hash = TokenHash.hash(token);
    TokenHash found = null;
    for (TokenHash known : current()) {
      if (known.isHash(hash)) {
        found = known;
      }
    }
    return Optional.ofNullable(found)
        .map(known -> new Caller(known.name(), Caller.Way.TOKEN, known.grants()));
  }

  private List<TokenHash> current() {
    Snapshot seen = snapshot;
    long now = System.nanoTime();
    if (now - seen.looked() < LOOK_NANOS) {
      return seen.tokens();
    }
    State state = state(file);
    List<TokenHash> tokens = state.equals(seen.state()) ? seen.tokens() : reread(seen.tokens());
    snapshot = new Snapshot(state, tokens, now);
    return tokens;
  }

  private List<TokenHash> reread(List<TokenHash> earlier) {
    try {
      return read(file);
    } catch (UnavailableException e) {
      LOG.log(Level.WARNING, e.getMessage() + "; the tokens read before stay");
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

  static List<TokenHash> read(Path file) {
    try {
      return Lines.read(file, Files.readString(file, UTF_8), TokenHash::parse);
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UnavailableException("The tokens file " + file + " cannot be read", e);
    }
  }
}
