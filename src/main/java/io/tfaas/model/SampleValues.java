package io.tfaas.model;

import io.tfaas.error.InvalidInputException;
import io.tfaas.tensor.ElementType;
import io.tfaas.tensor.Half;
import io.tfaas.tensor.Shape;
import io.tfaas.tensor.Tensor;
import io.tfaas.tensor.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Input values to try a model with: the same at each start, the last row the same as the first. */
final class SampleValues {

  private static final int LARGEST_INPUT = 1 << 24;

  /* Few and small ones, since integers are often places in a table. */
  private static final int WHOLE_NUMBERS = 3;

  private final SplittableRandom random = new SplittableRandom(42);
  private final double scale;

  /**
   * @param scale the largest magnitude of numbers that are not whole
   */
  SampleValues(double scale) {
    this.scale = scale;
  }

  /**
   * Rows for an input; the caller closes the tensor.
   *
   * @param freeLength of the free dimensions after the first
   * @throws InvalidInputException when they would be too large to try
   */
  Tensor tensor(TensorSpec input, int freeLength, int rows) {
    long[] dimensions = input.shape().dimensions();
    dimensions[0] = rows;
    for (int i = 1; i < dimensions.length; i++) {
      dimensions[i] = dimensions[i] == Shape.FREE ? freeLength : dimensions[i];
    }
    Shape shape = Shape.of(dimensions);
    if (shape.elements() > LARGEST_INPUT) {
      throw new InvalidInputException("Input '" + input.name() + "' is too large to try");
    }
    Tensor tensor = Tensor.allocate(input.type(), shape);
    int row = tensor.size() / rows;
    for (int i = 0; i < tensor.size(); i++) {
      set(tensor, i, random.nextDouble());
    }
    for (int i = 0; i < row; i++) {
      copy(tensor, i, tensor.size() - row + i);
    }
    return tensor;
  }

  private void set(Tensor tensor, int index, double random) {
    ElementType type = tensor.type();
    ByteBuffer data = tensor.data();
    double number = (2 * random - 1) * scale;
    int whole = (int) (random * WHOLE_NUMBERS);
    switch (type) {
      case FLOAT -> data.putFloat(4 * index, (float) number);
      case DOUBLE -> data.putDouble(8 * index, number);
      case HALF -> data.putShort(2 * index, Half.toHalf((float) number));
      case BFLOAT16 -> data.putShort(2 * index, Half.toBfloat16((float) number));
      case COMPLEX64 -> {
        data.putFloat(8 * index, (float) number);
        data.putFloat(8 * index + 4, (float) random);
      }
      case COMPLEX128 -> {
        data.putDouble(16 * index, number);
        data.putDouble(16 * index + 8, random);
      }
      case STRING ->
          tensor.bytes(index, Integer.toString(whole).getBytes(StandardCharsets.US_ASCII));
      case BOOL -> data.put(index, (byte) (whole & 1));
      default -> setWhole(data, type, index, whole);
    }
  }

  private static void setWhole(ByteBuffer data, ElementType type, int index, int value) {
    switch (type.bytes()) {
      case 1 -> data.put(index, (byte) value);
      case 2 -> data.putShort(2 * index, (short) value);
      case 4 -> data.putInt(4 * index, value);
      default -> data.putLong(8 * index, value);
    }
  }

  private static void copy(Tensor tensor, int from, int to) {
    if (tensor.type() == ElementType.STRING) {
      tensor.bytes(to, tensor.bytes(from));
      return;
    }
    int width = tensor.type().bytes();
    for (int i = 0; i < width; i++) {
      tensor.data().put(to * width + i, tensor.data().get(from * width + i));
    }
  }
}
