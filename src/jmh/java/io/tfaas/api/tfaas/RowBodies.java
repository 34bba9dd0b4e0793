package io.tfaas.api.tfaas;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tfaas.testing.Samples;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.util.Random;

/** Bodies of {@code /json} for the benchmarks of its reader, and how Jersey has them read. */
final class RowBodies {

  private static final Annotation[] NO_ANNOTATIONS = {};

  private RowBodies() {}

  /** The row of 42 keys and values that the sample network takes. */
  static byte[] sample() {
    try {
      return Files.readAllBytes(Samples.path("hep42/row.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A row of random floats that is about this many bytes long. */
  static byte[] ofLength(int bytes) {
    Random random = new Random(42);
    StringBuilder body = new StringBuilder(bytes + 32).append("{\"values\": [0.5");
    while (body.length() < bytes) {
      body.append(", ").append((float) random.nextGaussian());
    }
    return body.append("]}").toString().getBytes(UTF_8);
  }

  static JsonRow read(JsonRowReader reader, byte[] body) throws IOException {
    return reader.readFrom(
        JsonRow.class,
        JsonRow.class,
        NO_ANNOTATIONS,
        MediaType.APPLICATION_JSON_TYPE,
        new MultivaluedHashMap<>(),
        new ByteArrayInputStream(body));
  }
}
