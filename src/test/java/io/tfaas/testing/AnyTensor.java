package io.tfaas.testing;

import io.tfaas.tensor.ElementType;
import io.tfaas.tensor.Elements;
import io.tfaas.tensor.Shape;
import io.tfaas.tensor.Tensor;
import java.util.Arrays;
import java.util.Objects;

/** Tensors of any type with any elements, and whether two have the same. */
public final class AnyTensor {

  private AnyTensor() {}

  /** A vector whose elements are these bytes, as many as there are whole elements. */
  public static Tensor of(ElementType type, byte[] bytes) {
    if (type == ElementType.STRING) {
      return strings(bytes);
    }
    int size = bytes.length / type.bytes();
    Tensor tensor = Tensor.allocate(type, Shape.of(size));
    for (int i = 0; i < size * type.bytes(); i++) {
      tensor.data().put(i, type == ElementType.BOOL ? (byte) (bytes[i] & 1) : bytes[i]);
    }
    return tensor;
  }

  /* Each byte is the length of the string that follows it. */
  private static Tensor strings(byte[] bytes) {
    int size = 0;
    for (int at = 0; at < bytes.length; at += 1 + (bytes[at] & 7)) {
      size++;
    }
    Tensor tensor = Tensor.allocate(ElementType.STRING, Shape.of(size));
    int at = 0;
    for (int i = 0; i < size; i++) {
      int end = at + 1 + (bytes[at] & 7);
      tensor.bytes(i, Arrays.copyOfRange(bytes, at + 1, end));
      at = end;
    }
    return tensor;
  }

  /** Whether both have one shape and the same elements; NaN is the same as NaN, 0 not as -0. */
  public static boolean areSame(Tensor one, Tensor other) {
    return one.type() == other.type()
        && one.shape().equals(other.shape())
        && Objects.deepEquals(values(one), values(other));
  }

  private static Object values(Tensor tensor) {
    Elements elements = Elements.of(tensor);
    if (elements instanceof Elements.Floats floats) {
      return floats.values();
    } else if (elements instanceof Elements.Doubles doubles) {
      return doubles.values();
    } else if (elements instanceof Elements.Longs longs) {
      return longs.values();
    } else if (elements instanceof Elements.Booleans booleans) {
      return booleans.values();
    } else if (elements instanceof Elements.Strings strings) {
      return strings.values();
    }
    return ((Elements.Complex) elements).values();
  }
}
