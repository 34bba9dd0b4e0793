package io.tfaas.api.v2;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tfaas.error.InvalidInputException;
import io.tfaas.tensor.ElementBuffer;
import io.tfaas.tensor.ElementType;
import io.tfaas.tensor.JsonStrings;
import io.tfaas.tensor.Shape;
import io.tfaas.tensor.Tensor;
import io.tfaas.tensor.TensorSpec;
import java.io.IOException;
import java.util.Set;

/**
 * The {@code data} of one input: a JSON array, flat or nested as the shape is, streamed into
 * elements of the input's type.
 *
 * <p>Beyond the protocol, FP16 and BF16 are read from numbers as the other floating-point types,
 * the three values that JSON has no number for from the strings that replies give them, and BYTES
 * that are not UTF-8 from {@code {"b64": "…"}}.
 */
final class DataReader {

  private static final Set<String> NO_NUMBERS = Set.of("NaN", "Infinity", "-Infinity");

  private final TensorSpec spec;
  private final ElementBuffer elements;
  private final Nesting nesting;

  DataReader(TensorSpec spec) {
    this.spec = spec;
    this.elements = new ElementBuffer(spec.name(), spec.type());
    this.nesting = new Nesting(spec.name());
  }

  /**
   * Reads the data that the parser stands at, to their end.
   *
   * @throws InvalidInputException when they are no array, ragged, or hold what the input does not
   *     take
   */
  void read(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw new InvalidInputException(
          "Input '" + spec.name() + "' has 'data' that are not an array");
    }
    if (spec.type().kind() == ElementType.Kind.COMPLEX) {
      throw new InvalidInputException(
          "Input '%s' takes %s values, which JSON cannot give; send binary data"
              .formatted(spec.name(), spec.type()));
    }
    nesting.begin();
    boolean ended = false;
    while (!ended) {
      JsonToken token = json.nextToken();
      if (token == JsonToken.START_ARRAY) {
        nesting.begin();
      } else if (token == JsonToken.END_ARRAY) {
        ended = nesting.end();
      } else {
        nesting.value();
        add(json, token);
      }
    }
  }

  private void add(JsonParser json, JsonToken token) throws IOException {
    switch (spec.type().kind()) {
      case FLOATING -> addFloating(json, token);
      case SIGNED, UNSIGNED -> addInteger(json, token);
      case BOOLEAN -> addTruth(token);
      default -> addBytes(json, token);
    }
  }

  private void addFloating(JsonParser json, JsonToken token) throws IOException {
    if (token == JsonToken.VALUE_NUMBER_FLOAT) {
      double value = json.getDoubleValue();
      if (Double.isFinite(value) || json.getText().chars().anyMatch(Character::isDigit)) {
        elements.add(value);
      } else {
        elements.addFloating(value);
      }
    } else if (token == JsonToken.VALUE_NUMBER_INT) {
      elements.add(json.getDoubleValue());
    } else if (token == JsonToken.VALUE_STRING && NO_NUMBERS.contains(json.getText())) {
      elements.addFloating(Double.parseDouble(json.getText()));
    } else {
      throw wrongValue("a number");
    }
  }

  private void addInteger(JsonParser json, JsonToken token) throws IOException {
    if (token == JsonToken.VALUE_NUMBER_FLOAT) {
      elements.add(json.getDoubleValue());
    } else if (token != JsonToken.VALUE_NUMBER_INT) {
      throw wrongValue("a number");
    } else if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      elements.add(json.getBigIntegerValue());
    } else {
      elements.add(json.getLongValue());
    }
  }

  private void addTruth(JsonToken token) {
    if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
      throw wrongValue("true or false");
    }
    elements.add(token == JsonToken.VALUE_TRUE);
  }

  private void addBytes(JsonParser json, JsonToken token) throws IOException {
    if (token == JsonToken.VALUE_STRING) {
      elements.add(JsonStrings.utf8(json.getText()).orElseThrow(() -> wrongValue("Unicode text")));
    } else if (token == JsonToken.START_OBJECT) {
      elements.add(
          JsonStrings.base64(json).orElseThrow(() -> wrongValue("a string or {\"b64\": base64}")));
    } else {
      throw wrongValue("a string or {\"b64\": base64}");
    }
  }

  private InvalidInputException wrongValue(String expected) {
    return new InvalidInputException(
        "Value %d of input '%s' is not %s, which %s takes"
            .formatted(elements.size() + 1, spec.name(), expected, DataTypes.name(spec.type())));
  }

  /**
   * What was read as a tensor of this shape, which the caller closes.
   *
   * @throws InvalidInputException when it is not that of the data
   */
  Tensor toTensor(Shape shape) {
    nesting.requireFits(shape);
    return elements.toTensor(shape);
  }
}
