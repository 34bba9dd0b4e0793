package io.tfaas.auth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Tokens of tests; the text of each is made of its roles. */
final class Tokens {

  private Tokens() {}

  static String of(String roles) {
    return "tfaas_secret-of-" + roles.replaceAll("[^a-z0-9]", "-");
  }

  /** Writes the file in the model folder with a token for each of these roles. */
  static void write(Path models, String... roles) {
    List<String> lines =
        Stream.of(roles)
            .map(
                each ->
                    TokenHash.of(each.replaceAll("[^a-z0-9]", "-"), of(each), Grants.parse(each))
                        .line())
            .toList();
    try {
      Files.createDirectories(models.resolve(".tfaas"));
      Files.write(models.resolve(".tfaas/tokens"), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
