package io.tfaas.api.tfaas;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tfaas.model.Row;
import io.tfaas.tensor.Numbers;
import io.tfaas.testing.ReaderLaws;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.annotation.Annotation;

/** The body of {@code /json}: what is read can be written, and is read again as the same row. */
final class JsonRowFuzzTest {

  private static final JsonRowReader READER = new JsonRowReader(/* maxDepth= */ 20);

  @FuzzTest(maxDuration = "10s")
  void row(byte[] body) throws Exception {
    ReaderLaws.hold(
        body,
        () -> {
          JsonRow row = read(body);
          assertSame(read(written(row)), row);
          return row;
        });
  }

  private static JsonRow read(byte[] body) throws IOException {
    return READER.readFrom(
        JsonRow.class,
        JsonRow.class,
        new Annotation[0],
        MediaType.APPLICATION_JSON_TYPE,
        new MultivaluedHashMap<>(),
        new ByteArrayInputStream(body));
  }

  private static byte[] written(JsonRow request) throws IOException {
    Row row = request.row();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(body)) {
      json.writeStartObject();
      json.writeArrayFieldStart("keys");
      for (String key : row.keys()) {
        json.writeString(key);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("values");
      for (int i = 0; i < row.values().size(); i++) {
        json.writeNumber(finite(row.values(), i));
      }
      json.writeEndArray();
      if (request.model().isPresent()) {
        json.writeStringField("model", request.model().get().value());
      }
      json.writeEndObject();
    }
    return body.toByteArray();
  }

  /* Digits may mean more than a double holds; no JSON number is infinite. */
  private static double finite(Numbers values, int i) {
    return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, values.get(i)));
  }

  private static void assertSame(JsonRow again, JsonRow row) {
    assertThat(again.model()).isEqualTo(row.model());
    assertThat(again.row().keys()).isEqualTo(row.row().keys());
    assertThat(again.row().values().size()).isEqualTo(row.row().values().size());
    for (int i = 0; i < row.row().values().size(); i++) {
      assertThat(again.row().values().get(i)).isEqualTo(finite(row.row().values(), i));
    }
  }
}
