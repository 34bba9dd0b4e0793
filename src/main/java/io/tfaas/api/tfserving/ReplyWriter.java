package io.tfaas.api.tfserving;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/**
 * Writes answers, and the model's version into a header. A floating-point number has a point or an
 * exponent and the digits that read back to it; NaN and the infinities are bare words, as
 * TensorFlow Serving writes them.
 */
@Produces(MediaType.APPLICATION_JSON)
final class ReplyWriter implements MessageBodyWriter<Reply> {

  static final String VERSION_HEADER = "X-Model-Version";

  private final JsonFactory json =
      JsonFactory.builder()
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
          .build();

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return Reply.class.isAssignableFrom(type);
  }

  @Override
  public void writeTo(
      Reply reply,
      Class<?> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream body)
      throws IOException {
    headers.putSingle(VERSION_HEADER, Long.toString(reply.version()));
    try (JsonGenerator generator = json.createGenerator(body)) {
      reply.write(generator);
      generator.writeRaw('\n');
    }
  }
}
