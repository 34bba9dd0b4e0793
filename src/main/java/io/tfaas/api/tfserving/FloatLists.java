package io.tfaas.api.tfserving;

import io.tfaas.tensor.ElementType;
import io.tfaas.tensor.Shape;
import io.tfaas.tensor.Tensor;
import java.util.Arrays;
import java.util.Optional;

/**
 * The common case of data, lists of nothing but numbers for an input of float32, read several times
 * faster than token by token. Whatever else a body has, or does wrong, is left to {@link
 * TensorReader}: it must be read again then.
 */
final class FloatLists {

  private static final int MAX_RANK = 8;

  private final byte[] body;
  private final DecimalScanner numbers;
  private int at;
  private float[] values = new float[64];
  private int size;
  private final long[] sizes = new long[MAX_RANK];
  private int rank;

  private FloatLists(byte[] body, int at) {
    this.body = body;
    this.at = at;
    this.numbers = new DecimalScanner(body);
  }

  /** The lists from a bracket in a body to the one that closes it, if they are of numbers only. */
  static Optional<FloatLists> scan(byte[] body, int bracket) {
    FloatLists lists = new FloatLists(body, bracket + 1);
    return lists.list(0) ? Optional.of(lists) : Optional.empty();
  }

  /** The index behind the last bracket. */
  int end() {
    return at;
  }

  /** The numbers in the shape that their lists have; the caller closes the tensor. */
  Tensor tensor() {
    return Tensor.filled(
        ElementType.FLOAT,
        Shape.of(Arrays.copyOf(sizes, rank)),
        tensor -> tensor.data().asFloatBuffer().put(values, 0, size));
  }

  /* From behind the opening bracket to behind the closing one; false for what is no such list. */
  private boolean list(int dimension) {
    long count = 0;
    byte separator = ',';
    while (separator == ',') {
      if (!element(dimension, next())) {
        return false;
      }
      count++;
      separator = next();
      at++;
    }
    return separator == ']' && close(dimension, count);
  }

  private boolean element(int dimension, byte first) {
    if (first == '[') {
      at++;
      return dimension + 1 < MAX_RANK && rank != dimension + 1 && list(dimension + 1);
    }
    if (rank != dimension + 1) {
      if (rank != 0) {
        return false;
      }
      rank = dimension + 1;
    }
    at = numbers.scan(at);
    add(numbers.value());
    return at > 0;
  }

  private boolean close(int dimension, long count) {
    if (sizes[dimension] == 0) {
      sizes[dimension] = count;
    }
    return sizes[dimension] == count;
  }

  private byte next() {
    byte b = at < body.length ? body[at] : 0;
    while (b == ' ' || b == '\n' || b == '\r' || b == '\t') {
      at++;
      b = at < body.length ? body[at] : 0;
    }
    return b;
  }

  private void add(float value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
  }
}
