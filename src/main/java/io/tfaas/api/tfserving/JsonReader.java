package io.tfaas.api.tfserving;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.tfaas.error.InvalidInputException;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;

/**
 * Walks through the one JSON object that a request's body is: UTF-8, and strict but for NaN and the
 * infinities, which TensorFlow Serving takes as bare words.
 */
final class JsonReader {

  /** Takes the fields of the body's object one by one. */
  interface Fields {

    /** Reads the value at which the parser stands, up to its last token. */
    void read(String field, JsonInput input) throws IOException;
  }

  private final JsonFactory json;

  JsonReader(int maxDepth) {
    this.json =
        JsonFactory.builder()
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(maxDepth)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();
  }

  /**
   * Reads a body; again, and by the letter, where it turns out not to be plain JSON.
   *
   * @param fields a new reader of the fields for each attempt
   * @throws InvalidInputException when the body is not a JSON object, or something follows it
   */
  <F extends Fields> F read(byte[] body, Supplier<F> fields) {
    try {
      return read(body, /* quick= */ true, fields.get());
    } catch (JsonProcessingException e) {
      try {
        return read(Infinities.spelledOut(body).orElse(body), /* quick= */ false, fields.get());
      } catch (JsonProcessingException again) {
        throw notJson(again);
      }
    }
  }

  private <F extends Fields> F read(byte[] body, boolean quick, F fields)
      throws JsonProcessingException {
    try (JsonInput input = new JsonInput(json, body, quick)) {
      JsonToken first = input.parser().nextToken();
      if (first != JsonToken.START_OBJECT) {
        throw new InvalidInputException(
            first == null
                ? "The body is empty; expected a JSON object"
                : "The body is not a JSON object");
      }
      while (input.parser().nextToken() != JsonToken.END_OBJECT) {
        String field = input.parser().currentName();
        input.parser().nextToken();
        fields.read(field, input);
      }
      if (hasMore(input.parser())) {
        throw new InvalidInputException("The body goes on after the JSON object");
      }
      return fields;
    } catch (JsonProcessingException e) {
      throw e;
    } catch (CharConversionException e) {
      throw new InvalidInputException("The body is not JSON in UTF-8", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean hasMore(JsonParser parser) throws IOException {
    try {
      return parser.nextToken() != null;
    } catch (JsonProcessingException e) {
      return true;
    }
  }

  private static InvalidInputException notJson(JsonProcessingException e) {
    if (e instanceof StreamConstraintsException) {
      return new InvalidInputException(
          "The JSON is nested too deeply, or holds a number or name that is too long", e);
    }
    JsonLocation at = e.getLocation();
    String place = at == null ? "" : ": line " + at.getLineNr() + ", column " + at.getColumnNr();
    return new InvalidInputException("The body is not JSON" + place, e);
  }
}
