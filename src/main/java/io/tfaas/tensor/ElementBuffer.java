package io.tfaas.tensor;

import io.tfaas.error.InvalidInputException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The elements of an input in the order they arrive, each checked against its type, until their
 * shape is known. Its memory grows with what has arrived, whatever a request says will come.
 */
public final class ElementBuffer {

  private static final int FIRST_BYTES = 1024;
  private static final int LARGEST = Integer.MAX_VALUE - 8;

  private final String name;
  private final ElementType type;
  private final long minimum;
  private final long maximum;
  private ByteBuffer data;
  private int size;

  /**
   * An empty buffer.
   *
   * @param name of the input, for messages
   */
  public ElementBuffer(String name, ElementType type) {
    this.name = name;
    this.type = type;
    this.minimum = type.isInteger() ? type.minimum().longValue() : 0;
    this.maximum = type.isInteger() && type != ElementType.UINT64 ? type.maximum().longValue() : 0;
    this.data = ByteBuffer.allocate(FIRST_BYTES).order(ByteOrder.nativeOrder());
  }

  public ElementType type() {
    return type;
  }

  /** The number of elements. */
  public int size() {
    return size;
  }

  /**
   * Adds a whole number, to elements of any type of numbers.
   *
   * @throws InvalidInputException when it is out of the type's range
   */
  public void add(long value) {
    if (!type.isInteger()) {
      add((double) value);
    } else if (value < minimum || (value > maximum && type != ElementType.UINT64)) {
      throw outOfRange(Long.toString(value));
    } else {
      putInteger(value);
    }
  }

  /** Adds a whole number that may not fit a long; fails as {@link #add(long)}. */
  public void add(BigInteger value) {
    if (!type.isInteger()) {
      add(value.doubleValue());
    } else if (value.compareTo(type.minimum()) < 0 || value.compareTo(type.maximum()) > 0) {
      throw outOfRange(value.bitLength() <= Long.SIZE ? value.toString() : "a longer number");
    } else {
      putInteger(value.longValue());
    }
  }

  private void putInteger(long value) {
    ByteBuffer to = room(type.bytes());
    switch (type.bytes()) {
      case 1 -> to.put((byte) value);
      case 2 -> to.putShort((short) value);
      case 4 -> to.putInt((int) value);
      default -> to.putLong(value);
    }
    size++;
  }

  /**
   * Adds a number, a whole one where the elements are integers.
   *
   * @throws InvalidInputException when it is out of the type's range, infinity by its value
   *     included, or not whole
   */
  public void add(double value) {
    if (type.isInteger()) {
      addWhole(value);
    } else if (Double.isInfinite(value)) {
      throw outOfRange(Double.toString(value));
    } else {
      addFloating(value);
    }
  }

  private void addWhole(double value) {
    if (value != Math.rint(value) || Double.isInfinite(value)) {
      throw new InvalidInputException(
          "Value %d (%s) is not a whole number, which input '%s' (%s) takes"
              .formatted(size + 1, value, name, type));
    }
    if (Math.abs(value) < 0x1p63) {
      add((long) value);
    } else {
      add(new java.math.BigDecimal(value).toBigInteger());
    }
  }

  /** Adds a number to floating-point elements; NaN and the infinities are themselves. */
  public void addFloating(double value) {
    switch (type) {
      case FLOAT -> room(4).putFloat(narrow(value, Float.MAX_VALUE));
      case DOUBLE -> room(8).putDouble(value);
      case HALF -> room(2).putShort(Half.toHalf(narrow(value, Half.MAX_HALF)));
      case BFLOAT16 -> room(2).putShort(Half.toBfloat16(narrow(value, Half.MAX_BFLOAT16)));
      default ->
          throw new InvalidInputException(
              "Value %d (%s) is a floating-point number, which input '%s' (%s) does not take"
                  .formatted(size + 1, value, name, type));
    }
    size++;
  }

  private float narrow(double value, float largest) {
    float result = (float) value;
    if (Math.abs(result) > largest && Double.isFinite(value)) {
      throw outOfRange(Double.toString(value));
    }
    return result;
  }

  /** Adds an element of type float32 as it is; the caller knows that this is the type. */
  public void addFloat(float value) {
    room(Float.BYTES).putFloat(value);
    size++;
  }

  /** Adds a truth value, to elements of type bool. */
  public void add(boolean value) {
    room(1).put(value ? (byte) 1 : 0);
    size++;
  }

  /** Adds a string, to elements of type string. */
  public void add(byte[] value) {
    room(Integer.BYTES + value.length).putInt(value.length).put(value);
    size++;
  }

  /**
   * The elements as a tensor, which the caller closes.
   *
   * @throws InvalidInputException when they are not as many as the shape has
   */
  public Tensor toTensor(Shape shape) {
    if (shape.elements() != size) {
      throw new InvalidInputException(
          "Input '%s' has %d values, its shape %s takes %d"
              .formatted(name, size, shape, shape.elements()));
    }
    return Tensor.filled(type, shape, this::fill);
  }

  private void fill(Tensor tensor) {
    ByteBuffer from = data.flip();
    if (type == ElementType.STRING) {
      for (int i = 0; i < size; i++) {
        byte[] value = new byte[from.getInt()];
        from.get(value);
        tensor.bytes(i, value);
      }
    } else {
      tensor.data().duplicate().put(from);
    }
  }

  private ByteBuffer room(int bytes) {
    if (data.remaining() < bytes) {
      long wanted = Math.max(2L * data.capacity(), (long) data.position() + bytes);
      if ((long) data.position() + bytes > LARGEST) {
        throw new InvalidInputException("Input '" + name + "' is too large: 2 GiB is the limit");
      }
      data =
          ByteBuffer.allocate((int) Math.min(wanted, LARGEST))
              .order(ByteOrder.nativeOrder())
              .put(data.flip());
    }
    return data;
  }

  private InvalidInputException outOfRange(String value) {
    return new InvalidInputException(
        "Value %d (%s) is out of the range of input '%s' (%s)"
            .formatted(size + 1, value, name, type));
  }
}
