package io.tfaas.tensor;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * Equality up to rounding. Numbers that are not whole may differ by a small part of the largest
 * magnitude among those compared: sums in another order differ by a few units in the last place of
 * their largest terms, not of their results.
 */
public final class NearEquality {

  private static final double OF_FLOATS = 3e-5;
  private static final double OF_HALVES = 1e-2;
  private static final double OF_BFLOAT16 = 5e-2;

  private NearEquality() {}

  /**
   * Whether a row of a tensor equals another tensor's only row.
   *
   * @param row index of the row in {@code all}
   */
  public static boolean ofRow(Tensor all, int row, Tensor one) {
    if (all.type() != one.type() || !all.shape().hasSameRowsAs(one.shape())) {
      return false;
    }
    int from = row * one.size();
    ByteBuffer a = all.data();
    ByteBuffer b = one.data();
    return switch (all.type()) {
      case FLOAT ->
          near(one.size(), i -> a.getFloat(4 * (from + i)), i -> b.getFloat(4 * i), OF_FLOATS);
      case COMPLEX64 ->
          near(
              2 * one.size(),
              i -> a.getFloat(4 * (2 * from + i)),
              i -> b.getFloat(4 * i),
              OF_FLOATS);
      case DOUBLE ->
          near(one.size(), i -> a.getDouble(8 * (from + i)), i -> b.getDouble(8 * i), OF_FLOATS);
      case COMPLEX128 ->
          near(
              2 * one.size(),
              i -> a.getDouble(8 * (2 * from + i)),
              i -> b.getDouble(8 * i),
              OF_FLOATS);
      case HALF ->
          near(
              one.size(),
              i -> Half.fromHalf(a.getShort(2 * (from + i))),
              i -> Half.fromHalf(b.getShort(2 * i)),
              OF_HALVES);
      case BFLOAT16 ->
          near(
              one.size(),
              i -> Half.fromBfloat16(a.getShort(2 * (from + i))),
              i -> Half.fromBfloat16(b.getShort(2 * i)),
              OF_BFLOAT16);
      case STRING -> sameStrings(all, from, one);
      default -> sameBytes(a, from * all.type().bytes(), b);
    };
  }

  private static boolean near(
      int count, IntToDoubleFunction a, IntToDoubleFunction b, double tolerance) {
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < count; i++) {
      double x = a.applyAsDouble(i);
      double y = b.applyAsDouble(i);
      if (Double.isFinite(x) && Double.isFinite(y)) {
        largest = Math.max(largest, Math.max(Math.abs(x), Math.abs(y)));
        difference = Math.max(difference, Math.abs(x - y));
      } else if (Double.compare(x, y) != 0) {
        return false;
      }
    }
    return difference <= tolerance * largest;
  }

  private static boolean sameBytes(ByteBuffer a, int from, ByteBuffer b) {
    return a.slice(from, b.capacity()).equals(b.slice(0, b.capacity()));
  }

  private static boolean sameStrings(Tensor all, int from, Tensor one) {
    for (int i = 0; i < one.size(); i++) {
      if (!Arrays.equals(all.bytes(from + i), one.bytes(i))) {
        return false;
      }
    }
    return true;
  }
}
