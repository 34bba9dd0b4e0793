package io.tfaas.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A token as it is stored: whose, its SHA-256, what it allows. Tokens are random and long, so that
 * a plain hash gives nothing away.
 */
record TokenHash(String name, String hex, Grants grants) {

  private static final Pattern LINE =
      Pattern.compile("(?<name>\\S+)\\s+sha256:(?<hex>[0-9a-fA-F]{64})\\s+(?<roles>.+)");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");

  TokenHash {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "Invalid name of a token: expected 1 to 64 letters, digits, '.', '_', '@' and '-'");
    }
  }

  static TokenHash of(String name, String token, Grants grants) {
    return new TokenHash(name, HexFormat.of().formatHex(hash(token)), grants);
  }

  /**
   * Reads a line of the tokens file.
   *
   * @throws IllegalArgumentException when it is none
   */
  static TokenHash parse(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("expected NAME sha256:HASH ROLES");
    }
    return new TokenHash(
        matcher.group("name"), matcher.group("hex"), Grants.parse(matcher.group("roles")));
  }

  String line() {
    return name + " sha256:" + hex + " " + grants;
  }

  boolean isHash(byte[] hash) {
    return MessageDigest.isEqual(HexFormat.of().parseHex(hex), hash);
  }

  static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
