package io.tfaas.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.tfaas.error.ClientText;
import io.tfaas.error.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The JSON form of protobuf messages.
 *
 * <p>A body is walked by Jackson first, which is strict, bounds the depth and knows positions; then
 * protobuf's own parser, which is lenient, builds the message.
 */
final class ProtobufJson {

  private static final int MAX_NESTING = 1000;
  /* Protobuf's own parser makes a tree of it, of some 100 bytes for a number. */
  private static final int MAX_TOKENS = 500_000;
  private static final JsonFormat.Parser PARSER = JsonFormat.parser();
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer().includingDefaultValueFields().omittingInsignificantWhitespace();

  private final JsonFactory factory;

  /** A message inside a list of messages nests twice in JSON. */
  ProtobufJson(int maxDepth) {
    factory =
        JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxTokenCount(MAX_TOKENS)
                    .maxNestingDepth((int) Math.min(2L * maxDepth, MAX_NESTING))
                    .build())
            .build();
  }

  Message read(Message prototype, InputStream body) throws IOException {
    byte[] bytes = body.readAllBytes();
    if (bytes.length == 0) {
      return prototype;
    }
    Descriptor type = prototype.getDescriptorForType();
    check(bytes, type);
    Message.Builder message = prototype.newBuilderForType();
    try {
      PARSER.merge(new String(bytes, UTF_8), message);
    } catch (InvalidProtocolBufferException e) {
      throw notThis(type);
    }
    return message.build();
  }

  void write(Message message, OutputStream body) throws IOException {
    body.write(PRINTER.print(message).getBytes(UTF_8));
  }

  private void check(byte[] bytes, Descriptor type) throws IOException {
    try (JsonParser tokens = factory.createParser(bytes)) {
      if (tokens.nextToken() != JsonToken.START_OBJECT) {
        throw notThis(type);
      }
      checkMessage(tokens, type);
      if (tokens.nextToken() != null) {
        throw notThis(type);
      }
    }
  }

  private static void checkMessage(JsonParser tokens, Descriptor type) throws IOException {
    while (tokens.nextToken() == JsonToken.FIELD_NAME) {
      FieldDescriptor field = field(type, tokens.currentName());
      tokens.nextToken();
      checkValue(tokens, field);
    }
  }

  private static void checkValue(JsonParser tokens, FieldDescriptor field) throws IOException {
    boolean message =
        field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !field.isMapField();
    if (tokens.currentToken() == JsonToken.START_ARRAY) {
      while (tokens.nextToken() != JsonToken.END_ARRAY) {
        checkValue(tokens, field);
      }
    } else if (message && tokens.currentToken() == JsonToken.START_OBJECT) {
      checkMessage(tokens, field.getMessageType());
    } else {
      tokens.skipChildren();
    }
  }

  private static FieldDescriptor field(Descriptor type, String name) {
    return type.getFields().stream()
        .filter(field -> field.getJsonName().equals(name) || field.getName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "Unknown field '%s': %s has the fields %s"
                        .formatted(
                            ClientText.shown(name),
                            type.getFullName(),
                            type.getFields().stream()
                                .map(FieldDescriptor::getJsonName)
                                .collect(joining(", ")))));
  }

  private static InvalidInputException notThis(Descriptor type) {
    return new InvalidInputException(
        "The body is not the JSON form of a protobuf message " + type.getFullName());
  }
}
