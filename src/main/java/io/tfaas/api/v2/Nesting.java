package io.tfaas.api.v2;

import io.tfaas.error.InvalidInputException;
import io.tfaas.tensor.Shape;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * How the arrays of an input's data are nested: all in one array, or as the input's shape is. It
 * sees each array begin and end and each value, and refuses arrays of different lengths or depths.
 */
final class Nesting {

  private static final long UNKNOWN = -1;

  private final String name;
  private long[] lengths = {UNKNOWN};
  private long[] counts = {0};
  private int depth;
  private int deepest;
  private int values;

  /**
   * @param name of the input, for messages
   */
  Nesting(String name) {
    this.name = name;
  }

  void begin() {
    if (depth > 0) {
      counts[depth - 1]++;
    }
    depth++;
    if (depth > deepest) {
      if (values > 0 || (deepest > 0 && lengths[deepest - 1] != UNKNOWN)) {
        throw ragged();
      }
      deepest = depth;
      if (deepest > lengths.length) {
        lengths = Arrays.copyOf(lengths, 2 * deepest);
        counts = Arrays.copyOf(counts, 2 * deepest);
      }
      lengths[deepest - 1] = UNKNOWN;
    }
    counts[depth - 1] = 0;
  }

  void value() {
    if (depth != deepest) {
      throw ragged();
    }
    counts[depth - 1]++;
    values++;
  }

  /** Whether the array that ends is the outermost. */
  boolean end() {
    int level = depth - 1;
    if (lengths[level] == UNKNOWN) {
      lengths[level] = counts[level];
    } else if (lengths[level] != counts[level]) {
      throw ragged();
    }
    depth--;
    return depth == 0;
  }

  /**
   * Compares with a shape, once all is read.
   *
   * @throws InvalidInputException when the arrays are nested, and not as the shape is
   */
  void requireFits(Shape shape) {
    if (deepest > 1 && !isOf(shape)) {
      throw new InvalidInputException(
          "The data of input '%s' are nested as %s, its shape is %s; nest them so or give one array"
              .formatted(name, shown(), shape));
    }
  }

  /* Behind a dimension of no length there is nothing that could be nested. */
  private boolean isOf(Shape shape) {
    if (deepest > shape.rank()) {
      return false;
    }
    for (int i = 0; i < deepest; i++) {
      if (lengths[i] != shape.dimension(i)) {
        return false;
      }
    }
    return deepest == shape.rank() || lengths[deepest - 1] == 0;
  }

  private String shown() {
    return LongStream.of(lengths)
        .limit(deepest)
        .mapToObj(Long::toString)
        .collect(Collectors.joining(",", "[", "]"));
  }

  private InvalidInputException ragged() {
    return new InvalidInputException(
        "The data of input '"
            + name
            + "' are ragged: arrays of one level differ in length or depth");
  }
}
