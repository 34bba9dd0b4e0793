package io.tfaas.api.tfserving;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The bare word {@code Inf}, which TensorFlow Serving takes for infinity and Jackson does not. */
final class Infinities {

  private static final byte[] WORD = "Inf".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] REST = "inity".getBytes(StandardCharsets.US_ASCII);

  private Infinities() {}

  /** The body with the word spelled out wherever it stands outside strings; empty if nowhere. */
  static Optional<byte[]> spelledOut(byte[] body) {
    ByteArrayOutputStream result = new ByteArrayOutputStream(body.length);
    boolean inString = false;
    int copied = 0;
    for (int i = 0; i < body.length; i++) {
      if (body[i] == '"') {
        inString = !inString;
      } else if (inString && body[i] == '\\') {
        i++;
      } else if (!inString && isAt(body, i, WORD) && !isAt(body, i + WORD.length, REST)) {
        result.write(body, copied, i + WORD.length - copied);
        result.writeBytes(REST);
        copied = i + WORD.length;
      }
    }
    if (copied == 0) {
      return Optional.empty();
    }
    result.write(body, copied, body.length - copied);
    return Optional.of(result.toByteArray());
  }

  private static boolean isAt(byte[] body, int at, byte[] word) {
    return at + word.length <= body.length
        && Arrays.equals(body, at, at + word.length, word, 0, word.length);
  }
}
