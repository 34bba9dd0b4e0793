package io.tfaas.api.v2;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tfaas.error.InvalidInputException;
import io.tfaas.tensor.Elements;
import java.io.IOException;
import java.math.BigInteger;

/**
 * The elements of an output as one flat JSON array; what JSON has no number for as the strings
 * {@code NaN}, {@code Infinity} and {@code -Infinity}.
 */
final class JsonData {

  private JsonData() {}

  static void write(JsonGenerator json, Elements elements) throws IOException {
    json.writeStartArray();
    if (elements instanceof Elements.Floats floats) {
      for (float value : floats.values()) {
        json.writeNumber(value);
      }
    } else if (elements instanceof Elements.Doubles doubles) {
      for (double value : doubles.values()) {
        json.writeNumber(value);
      }
    } else if (elements instanceof Elements.Longs longs) {
      for (long value : longs.values()) {
        write(json, value, longs.unsigned64());
      }
    } else if (elements instanceof Elements.Booleans booleans) {
      for (boolean value : booleans.values()) {
        json.writeBoolean(value);
      }
    } else if (elements instanceof Elements.Strings strings) {
      for (byte[] value : strings.values()) {
        JsonStrings.write(json, value);
      }
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, long value, boolean unsigned) throws IOException {
    if (unsigned && value < 0) {
      json.writeNumber(new BigInteger(Long.toUnsignedString(value)));
    } else {
      json.writeNumber(value);
    }
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
