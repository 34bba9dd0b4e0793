package io.tfaas.api.tfaas;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.tfaas.error.InvalidInputException;
import io.tfaas.model.KeyList;
import io.tfaas.model.ModelName;
import io.tfaas.model.Row;
import io.tfaas.tensor.Numbers;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;

/**
 * Streams {@code {"keys":[…],"values":[…],"model":"…"}} into a row, whatever the content type says.
 */
@Consumes(MediaType.WILDCARD)
final class JsonRowReader implements MessageBodyReader<JsonRow> {

  private final JsonFactory json;

  JsonRowReader(int maxDepth) {
    this.json =
        JsonFactory.builder()
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(maxDepth)
                    .maxNumberLength(400)
                    .build())
            .build();
  }

  @Override
  public boolean isReadable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return type == JsonRow.class;
  }

  @Override
  public JsonRow readFrom(
      Class<JsonRow> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> headers,
      InputStream body)
      throws IOException {
    try (JsonParser parser = json.createParser(body)) {
      return read(parser);
    } catch (StreamConstraintsException e) {
      throw new InvalidInputException(
          "The JSON is nested too deeply, or holds a number too long", e);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          e.getLocation() == null
              ? "The body is not JSON"
              : "The body is not JSON: line %d, column %d"
                  .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()),
          e);
    } catch (CharConversionException e) {
      throw new InvalidInputException("The body is not JSON", e);
    }
  }

  private static JsonRow read(JsonParser parser) throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw new InvalidInputException("The body is empty; " + expected());
    }
    if (first != JsonToken.START_OBJECT) {
      throw new InvalidInputException("The body is not a JSON object; " + expected());
    }
    List<String> keys = List.of();
    Optional<Numbers> values = Optional.empty();
    Optional<ModelName> model = Optional.empty();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "keys" -> keys = keys(parser);
        case "values" -> {
          if (values.isPresent()) {
            throw new InvalidInputException("'values' is given twice");
          }
          values = Optional.of(values(parser));
        }
        case "model" -> model = model(parser);
        default -> parser.skipChildren();
      }
    }
    if (parser.nextToken() != null) {
      throw new InvalidInputException("The body goes on after the JSON object");
    }
    return new JsonRow(
        new Row(
            keys,
            values.orElseThrow(
                () -> new InvalidInputException("'values' is missing; " + expected()))),
        model);
  }

  private static String expected() {
    return "expected {\"keys\": [names], \"values\": [numbers], \"model\": name}";
  }

  private static List<String> keys(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return List.of();
    }
    requireArray(parser, "keys");
    KeyList keys = new KeyList();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.VALUE_STRING) {
        throw new InvalidInputException("Key " + (keys.size() + 1) + " is not a string");
      }
      keys.add(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
    }
    return keys;
  }

  private static Numbers values(JsonParser parser) throws IOException {
    requireArray(parser, "values");
    Numbers values = new Numbers();
    JsonToken token;
    while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
      if (token == JsonToken.VALUE_NUMBER_FLOAT) {
        values.add(parser.getDoubleValue());
      } else if (token == JsonToken.VALUE_NUMBER_INT) {
        addInteger(parser, values);
      } else {
        throw new InvalidInputException("Value " + (values.size() + 1) + " is not a number");
      }
    }
    return values;
  }

  private static void addInteger(JsonParser parser, Numbers values) throws IOException {
    if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      values.add(parser.getBigIntegerValue());
    } else {
      values.add(parser.getLongValue());
    }
  }

  private static Optional<ModelName> model(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return Optional.empty();
    }
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw new InvalidInputException("'model' is not a string");
    }
    return ModelNames.optional(parser.getText());
  }

  private static void requireArray(JsonParser parser, String field) {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw new InvalidInputException("'" + field + "' is not an array; " + expected());
    }
  }
}
