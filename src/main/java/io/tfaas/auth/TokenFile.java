package io.tfaas.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Ticker;
import io.tfaas.error.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The tokens of a file, a line each: name, hash, roles. The file is looked at again while the
 * server runs, so that tokens can be added and taken away.
 */
final class TokenFile {

  private final FollowedFile<TokenHash> tokens;

  /**
   * Reads the file; one that is not there has no tokens.
   *
   * @throws UnavailableException when it cannot be read, or a line is malformed
   */
  TokenFile(Path file) {
    this.tokens = new FollowedFile<>(file, TokenFile::read, Ticker.systemTicker());
  }

  /** Who has the token; every known one is compared, so that time does not tell which is near. */
  Optional<Caller> find(String token) {
    byte[] hash = TokenHash.hash(token);
    TokenHash found = null;
    for (TokenHash known : tokens.entries()) {
      if (known.isHash(hash)) {
        found = known;
      }
    }
    return Optional.ofNullable(found)
        .map(known -> new Caller(known.name(), Caller.Way.TOKEN, known.grants()));
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
