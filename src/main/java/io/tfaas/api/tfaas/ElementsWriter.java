package io.tfaas.api.tfaas;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.tfaas.error.InvalidInputException;
import io.tfaas.tensor.Elements;
import io.tfaas.tensor.JsonElements;
import io.tfaas.tensor.Shape;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;

/**
 * Writes an output row as a JSON array and a newline, nested as its shape is; NaN and the
 * infinities as the strings that protobuf's JSON form gives them.
 */
@Produces(MediaType.APPLICATION_JSON)
final class ElementsWriter implements MessageBodyWriter<Elements> {

  private final JsonFactory json =
      JsonFactory.builder()
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .build();

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return Elements.class.isAssignableFrom(type);
  }

  @Override
  public void writeTo(
      Elements elements,
      Class<?> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream body)
      throws IOException {
    if (elements instanceof Elements.Complex) {
      throw new InvalidInputException("The model's output is complex, which JSON cannot carry");
    }
    JsonElements values = new JsonElements(elements, ElementsWriter::writeText);
    try (JsonGenerator generator = json.createGenerator(body)) {
      if (elements.shape().rank() == 0) {
        generator.writeStartArray();
        values.write(generator);
        generator.writeEndArray();
      } else {
        writeNested(generator, values, elements.shape(), 0);
      }
      generator.writeRaw('\n');
    }
  }

  private static int writeNested(
      JsonGenerator generator, JsonElements values, Shape shape, int from) throws IOException {
    int next = from;
    generator.writeStartArray();
    if (shape.rank() == 1) {
      next += (int) shape.dimension(0);
      values.write(generator, from, next);
    } else {
      for (long i = 0; i < shape.dimension(0); i++) {
        next = writeNested(generator, values, shape.withoutFirst(), next);
      }
    }
    generator.writeEndArray();
    return next;
  }

  private static void writeText(JsonGenerator generator, byte[] value) throws IOException {
    generator.writeString(new String(value, StandardCharsets.UTF_8));
  }
}
