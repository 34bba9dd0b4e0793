package io.tfaas.api.tfserving;

import static com.fasterxml.jackson.core.JsonToken.END_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.START_ARRAY;
import static com.fasterxml.jackson.core.JsonToken.START_OBJECT;
import static com.fasterxml.jackson.core.JsonToken.VALUE_FALSE;
import static com.fasterxml.jackson.core.JsonToken.VALUE_NUMBER_FLOAT;
import static com.fasterxml.jackson.core.JsonToken.VALUE_NUMBER_INT;
import static com.fasterxml.jackson.core.JsonToken.VALUE_STRING;
import static com.fasterxml.jackson.core.JsonToken.VALUE_TRUE;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tfaas.error.ClientText;
import io.tfaas.error.InvalidInputException;
import io.tfaas.tensor.ElementBuffer;
import io.tfaas.tensor.ElementType;
import io.tfaas.tensor.Shape;
import io.tfaas.tensor.Tensor;
import io.tfaas.tensor.TensorSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads an input's values, nested as its shape is: one value in the columnar form, a value of the
 * same shape for each row in the other. The first one says what the shape is; that the signature
 * has another is for TensorFlow to judge.
 */
final class TensorReader {

  private static final int UNKNOWN = -1;

  private final String name;
  private final ElementType type;
  private final ElementBuffer values;
  private long[] sizes = {};
  private int rank = UNKNOWN;
  private int rows;

  TensorReader(TensorSpec input) {
    this.name = input.name();
    this.type = input.type();
    this.values = new ElementBuffer(name, type);
    if (type.kind() == ElementType.Kind.COMPLEX) {
      throw new InvalidInputException(
          "Input '" + name + "' takes " + type + " values, which JSON cannot give");
    }
  }

  /** How many values were read by {@link #read}. */
  int rows() {
    return rows;
  }

  /** Reads the value at which the parser stands. */
  void read(JsonParser parser) throws IOException {
    if (parser.currentToken() == START_ARRAY) {
      parser.nextToken();
      readElements(parser, 0);
    } else {
      leaf(parser, parser.currentToken(), 0);
    }
    rows++;
  }

  /** Reads a list from its first element, or its end, at which the parser stands. */
  void readElements(JsonParser parser) throws IOException {
    readElements(parser, 0);
  }

  private void readElements(JsonParser parser, int dimension) throws IOException {
    if (dimension == rank || dimension == Shape.MAX_RANK) {
      throw wrongNesting("is a list where others have values");
    }
    long count = 0;
    JsonToken token = parser.currentToken();
    while (token != END_ARRAY) {
      if (token == START_ARRAY) {
        parser.nextToken();
        readElements(parser, dimension + 1);
      } else {
        leaf(parser, token, dimension + 1);
      }
      count++;
      token = parser.nextToken();
    }
    close(dimension, count);
  }

  /* A list without elements ends the shape: nothing says how they would be nested. */
  private void close(int dimension, long count) {
    if (rank == UNKNOWN) {
      rank = dimension + 1;
    }
    if (sizes.length < rank) {
      int known = sizes.length;
      sizes = Arrays.copyOf(sizes, rank);
      Arrays.fill(sizes, known, rank, UNKNOWN);
    }
    if (sizes[dimension] == UNKNOWN) {
      sizes[dimension] = count;
    } else if (sizes[dimension] != count) {
      throw new InvalidInputException(
          "The lists of input '%s' are ragged: one has %d elements, another beside it %d"
              .formatted(name, sizes[dimension], count));
    }
  }

  private void leaf(JsonParser parser, JsonToken token, int depth) throws IOException {
    if (depth != rank) {
      if (rank != UNKNOWN) {
        throw wrongNesting("is a value where others have a list");
      }
      rank = depth;
    }
    switch (type.kind()) {
      case FLOATING -> floating(parser, token);
      case SIGNED, UNSIGNED -> integer(parser, token);
      case BOOLEAN -> {
        require(token == VALUE_TRUE || token == VALUE_FALSE, parser);
        values.add(token == VALUE_TRUE);
      }
      default -> string(parser, token);
    }
  }

  private void floating(JsonParser parser, JsonToken token) throws IOException {
    require(token == VALUE_NUMBER_FLOAT || token == VALUE_NUMBER_INT, parser);
    if (type == ElementType.FLOAT) {
      float value = parser.getFloatValue();
      requireHeld(Float.isInfinite(value), parser);
      values.addFloat(value);
    } else {
      double value = parser.getDoubleValue();
      requireHeld(Double.isInfinite(value), parser);
      values.addFloating(value);
    }
  }

  /* Digits that mean more than a double can hold are a mistake; float32 takes those between. */
  private void requireHeld(boolean infinite, JsonParser parser) throws IOException {
    if (infinite && JsonInput.isOverflow(parser)) {
      throw new InvalidInputException(
          "Value %d (%s) of input '%s' is out of the range of floating-point numbers"
              .formatted(values.size() + 1, ClientText.shown(parser.getText()), name));
    }
  }

  private void integer(JsonParser parser, JsonToken token) throws IOException {
    require(token == VALUE_NUMBER_INT, parser);
    if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      values.add(parser.getBigIntegerValue());
    } else {
      values.add(parser.getLongValue());
    }
  }

  private void string(JsonParser parser, JsonToken token) throws IOException {
    if (token == START_OBJECT) {
      values.add(
          JsonInput.base64(
              parser, () -> "Value %d of input '%s'".formatted(values.size() + 1, name)));
    } else {
      require(token == VALUE_STRING, parser);
      values.add(parser.getText().getBytes(StandardCharsets.UTF_8));
    }
  }

  private void require(boolean fits, JsonParser parser) throws IOException {
    if (!fits) {
      throw new InvalidInputException(
          "Value %d of input '%s' is %s; the input takes %s values"
              .formatted(values.size() + 1, name, JsonInput.shown(parser), type));
    }
  }

  private InvalidInputException wrongNesting(String what) {
    return new InvalidInputException(
        "The lists of input '%s' are not nested alike: what comes after %d values %s"
            .formatted(name, values.size(), what));
  }

  /** The tensor of the one value read; the caller closes it. */
  Tensor tensor() {
    return values.toTensor(Shape.of(shape()));
  }

  /** The tensor of all values read, stacked; the caller closes it. */
  Tensor stacked() {
    long[] row = shape();
    long[] whole = new long[row.length + 1];
    whole[0] = rows;
    System.arraycopy(row, 0, whole, 1, row.length);
    return values.toTensor(Shape.of(whole));
  }

  private long[] shape() {
    return Arrays.copyOf(sizes, Math.max(rank, 0));
  }
}
