package io.tfaas.api.v2;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tfaas.error.InvalidInputException;
import io.tfaas.tensor.Shape;
import java.io.IOException;
import java.util.Arrays;

/** The shapes that requests give their inputs. */
final class Shapes {

  private Shapes() {}

  /**
   * The shape that the parser stands at: an array of lengths.
   *
   * @param input for messages, such as {@code Input 'x'}
   * @throws InvalidInputException when it is no shape, or one too large for any tensor
   */
  static Shape read(JsonParser json, String input) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw new InvalidInputException(input + " has a 'shape' that is not an array of lengths");
    }
    long[] dimensions = new long[4];
    int rank = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (rank == Shape.MAX_RANK) {
        throw new InvalidInputException(
            input + " has more than " + Shape.MAX_RANK + " dimensions, the limit");
      }
      if (rank == dimensions.length) {
        dimensions = Arrays.copyOf(dimensions, 2 * rank);
      }
      dimensions[rank++] = length(json, input);
    }
    Shape shape = Shape.of(Arrays.copyOf(dimensions, rank));
    if (!shape.isPossible()) {
      throw tooLarge(input);
    }
    return shape;
  }

  private static long length(JsonParser json, String input) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw new InvalidInputException(input + " has a 'shape' with what is not a whole number");
    }
    if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      throw tooLarge(input);
    }
    long length = json.getLongValue();
    if (length < 0) {
      throw new InvalidInputException(
          input + " has a 'shape' with the length " + length + "; a length is 0 or more");
    }
    return length;
  }

  private static InvalidInputException tooLarge(String input) {
    return new InvalidInputException(input + " has a 'shape' too large for any tensor");
  }
}
