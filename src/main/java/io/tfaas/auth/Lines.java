package io.tfaas.auth;

import io.tfaas.error.UnavailableException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Files with an entry a line; what follows a {@code #} at a line's beginning is a comment. */
final class Lines {

  private Lines() {}

  /**
   * Reads each line that says anything.
   *
   * @throws UnavailableException when one is malformed; it names the line and does not repeat it
   */
  static <T> List<T> read(Path file, String content, Function<String, T> parser) {
    List<T> entries = new ArrayList<>();
    List<String> lines = content.lines().map(String::strip).toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (!line.isEmpty() && line.charAt(0) != '#') {
        try {
          entries.add(parser.apply(line));
        } catch (IllegalArgumentException e) {
          throw new UnavailableException(
              "Line " + (i + 1) + " of " + file + " cannot be read: " + e.getMessage(), e);
        }
      }
    }
    return List.copyOf(entries);
  }
}
