package io.tfaas.tensor;

import java.nio.ByteBuffer;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;

/**
 * A run of a tensor's elements in Java's memory, with their shape: what is left of an output when
 * its tensor is closed. The arrays are handed over, not copied: whoever makes the elements gives
 * them up.
 */
@SuppressWarnings("ArrayRecordComponent")
public sealed interface Elements {

  /** The elements in row-major order. */
  Shape shape();

  int size();

  /** Elements of half, bfloat16 and float32. */
  record Floats(Shape shape, float[] values) implements Elements {
    @Override
    public int size() {
      return values.length;
    }
  }

  record Doubles(Shape shape, double[] values) implements Elements {
    @Override
    public int size() {
      return values.length;
    }
  }

  /** Elements of all integer types; {@code unsigned64} says that the longs are unsigned ones. */
  record Longs(Shape shape, long[] values, boolean unsigned64) implements Elements {
    @Override
    public int size() {
      return values.length;
    }
  }

  record Booleans(Shape shape, boolean[] values) implements Elements {
    @Override
    public int size() {
      return values.length;
    }
  }

  record Strings(Shape shape, byte[][] values) implements Elements {
    @Override
    public int size() {
      return values.length;
    }
  }

  /** Real and imaginary parts in turn: twice as many values as elements. */
  record Complex(Shape shape, double[] values) implements Elements {
    @Override
    public int size() {
      return values.length / 2;
    }
  }

  /** All elements of a tensor. */
  static Elements of(Tensor tensor) {
    return of(tensor, tensor.shape(), 0);
  }

  /** The elements of one row of a tensor: of {@code tensor[row]}. */
  static Elements ofRow(Tensor tensor, int row) {
    Shape shape = tensor.shape().withoutFirst();
    return of(tensor, shape, row * (int) shape.elements());
  }

  private static Elements of(Tensor tensor, Shape shape, int from) {
    ByteBuffer data = tensor.data();
    int count = (int) shape.elements();
    return switch (tensor.type()) {
      case FLOAT -> floats(shape, count, data, from);
      case HALF -> floats(shape, count, i -> Half.fromHalf(data.getShort(2 * (from + i))));
      case BFLOAT16 -> floats(shape, count, i -> Half.fromBfloat16(data.getShort(2 * (from + i))));
      case DOUBLE -> new Doubles(shape, doubles(count, i -> data.getDouble(8 * (from + i))));
      case INT8 -> longs(shape, count, i -> data.get(from + i));
      case INT16 -> longs(shape, count, i -> data.getShort(2 * (from + i)));
      case INT32 -> longs(shape, count, i -> data.getInt(4 * (from + i)));
      case UINT8 -> longs(shape, count, i -> data.get(from + i) & 0xff);
      case UINT16 -> longs(shape, count, i -> data.getShort(2 * (from + i)) & 0xffff);
      case UINT32 -> longs(shape, count, i -> data.getInt(4 * (from + i)) & 0xffffffffL);
      case INT64 -> longs(shape, count, i -> data.getLong(8 * (from + i)));
      case UINT64 -> new Longs(shape, longs(count, i -> data.getLong(8 * (from + i))), true);
      case BOOL -> booleans(shape, data.slice(from, count));
      case STRING -> strings(shape, tensor, from, count);
      case COMPLEX64 ->
          new Complex(shape, doubles(2 * count, i -> data.getFloat(4 * (2 * from + i))));
      case COMPLEX128 ->
          new Complex(shape, doubles(2 * count, i -> data.getDouble(8 * (2 * from + i))));
    };
  }

  private static Elements floats(Shape shape, int count, ByteBuffer data, int from) {
    float[] values = new float[count];
    data.asFloatBuffer().get(from, values);
    return new Floats(shape, values);
  }

  private static Elements floats(Shape shape, int count, IntToDoubleFunction at) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) at.applyAsDouble(i);
    }
    return new Floats(shape, values);
  }

  private static double[] doubles(int count, IntToDoubleFunction at) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = at.applyAsDouble(i);
    }
    return values;
  }

  private static Elements longs(Shape shape, int count, IntToLongFunction at) {
    return new Longs(shape, longs(count, at), false);
  }

  private static long[] longs(int count, IntToLongFunction at) {
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = at.applyAsLong(i);
    }
    return values;
  }

  private static Elements booleans(Shape shape, ByteBuffer data) {
    boolean[] values = new boolean[data.remaining()];
    for (int i = 0; i < values.length; i++) {
      values[i] = data.get(i) != 0;
    }
    return new Booleans(shape, values);
  }

  private static Elements strings(Shape shape, Tensor tensor, int from, int count) {
    byte[][] values = new byte[count][];
    for (int i = 0; i < count; i++) {
      values[i] = tensor.bytes(from + i);
    }
    return new Strings(shape, values);
  }
}
