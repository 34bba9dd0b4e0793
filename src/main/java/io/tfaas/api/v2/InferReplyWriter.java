package io.tfaas.api.v2;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.tfaas.tensor.Shape;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/** Writes a reply as JSON, and after it the outputs that are binary; closes it. */
@Produces(MediaType.WILDCARD)
final class InferReplyWriter implements MessageBodyWriter<InferReply> {

  private final JsonFactory factory =
      JsonFactory.builder()
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .build();

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return type == InferReply.class;
  }

  @Override
  public void writeTo(
      InferReply reply,
      Class<?> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream body)
      throws IOException {
    try (reply) {
      long tail = tail(reply);
      if (tail == 0) {
        headers.putSingle(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_TYPE);
        writeJson(reply, body);
      } else {
        headers.putSingle(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_OCTET_STREAM_TYPE);
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        writeJson(reply, json);
        headers.putSingle(InferBody.JSON_LENGTH, json.size());
        json.writeTo(body);
        writeTail(reply, body);
      }
    }
  }

  private static long tail(InferReply reply) {
    long size = 0;
    for (OutputTensor output : reply.outputs()) {
      if (output.data() instanceof OutputTensor.Data.Binary binary) {
        size += binary.bytes().size();
      }
    }
    return size;
  }

  private static void writeTail(InferReply reply, OutputStream body) throws IOException {
    for (OutputTensor output : reply.outputs()) {
      if (output.data() instanceof OutputTensor.Data.Binary binary) {
        binary.bytes().writeTo(body);
      }
    }
  }

  private void writeJson(InferReply reply, OutputStream body) throws IOException {
    try (JsonGenerator json = factory.createGenerator(body)) {
      json.writeStartObject();
      json.writeStringField("model_name", reply.head().model());
      json.writeStringField("model_version", reply.head().version());
      if (reply.head().id().isPresent()) {
        json.writeStringField("id", reply.head().id().get());
      }
      json.writeArrayFieldStart("outputs");
      for (OutputTensor output : reply.outputs()) {
        write(json, output);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private static void write(JsonGenerator json, OutputTensor output) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", output.name());
    json.writeStringField("datatype", output.datatype());
    json.writeFieldName("shape");
    write(json, output.shape());
    if (output.data() instanceof OutputTensor.Data.Json data) {
      json.writeFieldName("data");
      JsonData.write(json, data.elements());
    } else if (output.data() instanceof OutputTensor.Data.Binary binary) {
      json.writeObjectFieldStart("parameters");
      json.writeNumberField("binary_data_size", binary.bytes().size());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Shape shape) throws IOException {
    long[] dimensions = shape.dimensions();
    json.writeArray(dimensions, 0, dimensions.length);
  }
}
