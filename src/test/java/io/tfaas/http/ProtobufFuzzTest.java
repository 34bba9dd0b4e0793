package io.tfaas.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.Message;
import io.tfaas.proto.DataFrame;
import io.tfaas.proto.Row;
import io.tfaas.testing.ReaderLaws;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.util.List;

/** Rows and frames as protobuf and as its JSON: what is read can be written and read again. */
final class ProtobufFuzzTest {

  private static final ProtobufProvider PROVIDER =
      new ProtobufProvider(
          /* maxDepth= */ 10, List.of(Row.getDefaultInstance(), DataFrame.getDefaultInstance()));
  private static final MediaType JSON = MediaType.APPLICATION_JSON_TYPE;
  private static final MediaType BINARY = MediaType.valueOf("application/x-protobuf");

  @FuzzTest(maxDuration = "10s")
  void row(byte[] body) throws Exception {
    ReaderLaws.hold(body, () -> readTwice(Row.class, BINARY, body));
  }

  @FuzzTest(maxDuration = "10s")
  void frame(byte[] body) throws Exception {
    ReaderLaws.hold(body, () -> readTwice(DataFrame.class, BINARY, body));
  }

  @FuzzTest(maxDuration = "10s")
  void json(byte[] body) throws Exception {
    ReaderLaws.hold(body, () -> readTwice(DataFrame.class, JSON, body));
  }

  private static Message readTwice(Class<? extends Message> type, MediaType media, byte[] body)
      throws IOException {
    Message read = read(type, media, body);
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    PROVIDER.writeTo(
        read, type, type, new Annotation[0], media, new MultivaluedHashMap<>(), written);
    assertThat(read(type, media, written.toByteArray())).isEqualTo(read);
    return read;
  }

  @SuppressWarnings("unchecked")
  private static Message read(Class<? extends Message> type, MediaType media, byte[] body)
      throws IOException {
    return PROVIDER.readFrom(
        (Class<Message>) type,
        type,
        new Annotation[0],
        media,
        new MultivaluedHashMap<>(),
        new ByteArrayInputStream(body));
  }
}
