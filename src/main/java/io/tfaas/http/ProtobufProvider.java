package io.tfaas.http;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.tfaas.error.ClientText;
import io.tfaas.error.InvalidInputException;
import io.tfaas.error.UnsupportedTypeException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads and writes protobuf messages, in JSON where the media type is JSON and in binary otherwise.
 */
@Consumes(MediaType.WILDCARD)
@Produces({ProtobufProvider.APPLICATION_PROTOBUF, MediaType.WILDCARD})
public final class ProtobufProvider
    implements MessageBodyReader<Message>, MessageBodyWriter<Message> {

  /** The media type of a binary message. */
  public static final String APPLICATION_PROTOBUF = "application/x-protobuf";

  private static final ClassValue<Message> DEFAULTS =
      new ClassValue<>() {
        @Override
        protected Message computeValue(Class<?> type) {
          try {
            return (Message) type.getMethod("getDefaultInstance").invoke(null);
          } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Not a generated message: " + type.getName(), e);
          }
        }
      };

  private final int maxDepth;
  private final List<Message> messages;
  private final ProtobufJson json;

  /** Where {@link Message} itself is asked for, reads one of these, by default the first. */
  public ProtobufProvider(int maxDepth, List<Message> messages) {
    if (messages.isEmpty()) {
      throw new IllegalArgumentException("Invalid messages: expected 1 or more, got none");
    }
    this.maxDepth = maxDepth;
    this.messages = List.copyOf(messages);
    this.json = new ProtobufJson(maxDepth);
  }

  /** The full name of the message that the media type's parameter messageType gives. */
  public static Optional<String> messageType(MediaType mediaType) {
    return Optional.ofNullable(mediaType.getParameters().get("messageType"));
  }

  @Override
  public boolean isReadable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return Message.class.isAssignableFrom(type);
  }

  @Override
  public Message readFrom(
      Class<Message> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> headers,
      InputStream body)
      throws IOException {
    Message prototype = Message.class.equals(type) ? named(mediaType) : DEFAULTS.get(type);
    return isJson(mediaType) ? json.read(prototype, body) : binary(prototype, body);
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return Message.class.isAssignableFrom(type);
  }

  @Override
  public void writeTo(
      Message message,
      Class<?> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream body)
      throws IOException {
    if (isJson(mediaType)) {
      json.write(message, body);
    } else {
      headers.putSingle(HttpHeaders.CONTENT_TYPE, APPLICATION_PROTOBUF);
      message.writeTo(body);
    }
  }

  private Message binary(Message prototype, InputStream body) throws IOException {
    CodedInputStream input = CodedInputStream.newInstance(body);
    input.setRecursionLimit(maxDepth);
    try {
      Message message =
          prototype.getParserForType().parseFrom(input, ExtensionRegistryLite.getEmptyRegistry());
      input.checkLastTagWas(0);
      return message;
    } catch (InvalidProtocolBufferException e) {
      IOException broken = e.unwrapIOException();
      if (broken != e) {
        throw broken;
      }
      throw notThis(prototype, e);
    } catch (IndexOutOfBoundsException e) {
      /* Protobuf's reader of streams runs past its buffer where a list says it is longer. */
      throw notThis(prototype, e);
    }
  }

  private static InvalidInputException notThis(Message prototype, Exception cause) {
    return new InvalidInputException(
        "The body is not a protobuf message " + prototype.getDescriptorForType().getFullName(),
        cause);
  }

  private Message named(MediaType mediaType) {
    Optional<String> name = messageType(mediaType);
    if (name.isEmpty()) {
      return messages.get(0);
    }
    return messages.stream()
        .filter(message -> message.getDescriptorForType().getFullName().equals(name.get()))
        .findFirst()
        .orElseThrow(() -> unknown(name.get()));
  }

  private UnsupportedTypeException unknown(String name) {
    List<String> known =
        messages.stream().map(message -> message.getDescriptorForType().getFullName()).toList();
    return new UnsupportedTypeException(
        "Unknown messageType "
            + ClientText.shown(name)
            + "; this server reads "
            + String.join(", ", known));
  }

  private static boolean isJson(MediaType mediaType) {
    String subtype = mediaType.getSubtype().toLowerCase(Locale.ROOT);
    return "application".equalsIgnoreCase(mediaType.getType())
        && (subtype.equals("json") || subtype.endsWith("+json"));
  }
}
