package io.tfaas.repository;

import io.tfaas.error.InvalidModelException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the files beside a graph, none of which is long unless someone means harm. */
final class SmallFile {

  static final int MAX_PARAMS_BYTES = 1 << 20;
  static final int MAX_LABELS_BYTES = 16 << 20;

  private SmallFile() {}

  /**
   * The bytes of a file.
   *
   * @throws InvalidModelException when there are more
   */
  static byte[] read(Path file, int maxBytes) throws IOException {
    try (InputStream content = Files.newInputStream(file)) {
      byte[] bytes = content.readNBytes(maxBytes + 1);
      if (bytes.length > maxBytes) {
        throw new InvalidModelException(
            Quoted.name(file.getFileName().toString())
                + " is larger than "
                + maxBytes
                + " bytes, the most that is read");
      }
      return bytes;
    }
  }
}
