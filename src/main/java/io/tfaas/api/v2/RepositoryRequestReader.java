package io.tfaas.api.v2;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.tfaas.error.InvalidInputException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/** Reads the bodies of repository calls, whatever their content type; none is an empty object. */
@Consumes(MediaType.WILDCARD)
final class RepositoryRequestReader implements MessageBodyReader<RepositoryRequest> {

  private static final String OWNER = "The request";

  private final JsonFactory factory;

  /**
   * @param maxDepth nesting allowed in the JSON
   */
  RepositoryRequestReader(int maxDepth) {
    this.factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder().maxNestingDepth(maxDepth).build())
            .build();
  }

  @Override
  public boolean isReadable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return type == RepositoryRequest.class;
  }

  @Override
  public RepositoryRequest readFrom(
      Class<RepositoryRequest> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> headers,
      InputStream body)
      throws IOException {
    try (JsonParser json = factory.createParser(body)) {
      return read(json);
    } catch (CharConversionException e) {
      throw new InvalidInputException("The body is not JSON", e);
    }
  }

  private static RepositoryRequest read(JsonParser json) throws IOException {
    boolean ready = false;
    Parameters parameters = Parameters.none(OWNER);
    JsonToken first = json.nextToken();
    if (first == null) {
      return new RepositoryRequest(ready, parameters);
    }
    if (first != JsonToken.START_OBJECT) {
      throw new InvalidInputException("The body is not a JSON object");
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "ready" -> ready = ready(json);
        case "parameters" -> parameters = Parameters.read(json, OWNER);
        default -> json.skipChildren();
      }
    }
    if (json.nextToken() != null) {
      throw new InvalidInputException("The body goes on after the JSON object");
    }
    return new RepositoryRequest(ready, parameters);
  }

  private static boolean ready(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE, VALUE_NULL -> false;
      default -> throw new InvalidInputException("'ready' is not true or false");
    };
  }
}
