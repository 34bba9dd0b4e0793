package io.tfaas.api.v2;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tfaas.error.InvalidInputException;
import io.tfaas.tensor.Elements;
import io.tfaas.tensor.JsonElements;
import io.tfaas.tensor.JsonStrings;
import java.io.IOException;

/**
 * The elements of an output as one flat JSON array; what JSON has no number for as the strings
 * {@code NaN}, {@code Infinity} and {@code -Infinity}.
 */
final class JsonData {

  private JsonData() {}

  static void write(JsonGenerator json, Elements elements) throws IOException {
    json.writeStartArray();
    new JsonElements(elements, JsonStrings::write).write(json);
    json.writeEndArray();
  }

  /** Refuses elements that JSON cannot carry, before anything is written. */
  static Elements writable(String output, Elements elements) {
    if (elements instanceof Elements.Complex) {
      throw new InvalidInputException(
          "The output '" + output + "' is complex, which JSON cannot carry; ask for binary_data");
    }
    return elements;
  }
}
