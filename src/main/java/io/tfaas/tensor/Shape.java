package io.tfaas.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The shape of a tensor, or of the tensors a model accepts: the length of each dimension, or {@link
 * #FREE} where any length will do. A shape of unknown rank has no dimensions to ask for.
 */
public final class Shape {

  /** A dimension of any length. */
  public static final long FREE = -1;

  /** The most dimensions that TensorFlow knows. */
  public static final int MAX_RANK = 254;

  /* Lengths beside one of 0 cost nothing to send, and what they say in the outputs of a model. */
  private static final long LONGEST_WITHOUT_ELEMENTS = 1 << 24;

  private static final Shape UNKNOWN = new Shape(new long[0], false);

  private final long[] dimensions;
  private final boolean ranked;

  private Shape(long[] dimensions, boolean ranked) {
    this.dimensions = dimensions;
    this.ranked = ranked;
  }

  /**
   * A shape of these dimensions.
   *
   * @throws IllegalArgumentException for a negative dimension other than {@link #FREE}
   */
  public static Shape of(long... dimensions) {
    for (long dimension : dimensions) {
      if (dimension < FREE) {
        throw new IllegalArgumentException("Invalid dimension: " + dimension);
      }
    }
    return new Shape(dimensions.clone(), true);
  }

  /** The shape of which not even the rank is known. */
  public static Shape unknown() {
    return UNKNOWN;
  }

  public boolean isRanked() {
    return ranked;
  }

  /** The number of dimensions; 0 when unknown. */
  public int rank() {
    return dimensions.length;
  }

  public long dimension(int index) {
    return dimensions[index];
  }

  public long[] dimensions() {
    return dimensions.clone();
  }

  /** Whether every dimension has a length. */
  public boolean isFixed() {
    return ranked && LongStream.of(dimensions).allMatch(d -> d >= 0);
  }

  /**
   * The number of elements.
   *
   * @throws ArithmeticException when a dimension is free, or the number does not fit a long
   */
  public long elements() {
    long product = 1;
    for (long dimension : dimensions) {
      if (dimension == FREE) {
        throw new ArithmeticException("free dimension in " + this);
      }
      product = Math.multiplyExact(product, dimension);
    }
    return product;
  }

  /**
   * Whether there may be a tensor of this shape. TensorFlow ends the process when it is asked for
   * one of too many dimensions, or of lengths whose product overflows, be another length 0 or not.
   */
  public boolean isPossible() {
    if (dimensions.length > MAX_RANK || !isFixed()) {
      return false;
    }
    try {
      long product = 1;
      for (long dimension : dimensions) {
        product = Math.multiplyExact(product, Math.max(1, dimension));
      }
      return product <= LONGEST_WITHOUT_ELEMENTS || elements() > 0;
    } catch (ArithmeticException e) {
      return false;
    }
  }

  /** The shape without its first dimension. */
  public Shape withoutFirst() {
    return new Shape(Arrays.copyOfRange(dimensions, 1, dimensions.length), ranked);
  }

  /** The shape with another length of its first dimension. */
  public Shape withFirst(long length) {
    long[] changed = dimensions.clone();
    changed[0] = length;
    return new Shape(changed, ranked);
  }

  /** Whether two shapes are the same but for the first dimension. */
  public boolean hasSameRowsAs(Shape other) {
    int rank = dimensions.length;
    return rank > 0
        && rank == other.dimensions.length
        && Arrays.equals(dimensions, 1, rank, other.dimensions, 1, rank);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape that
        && ranked == that.ranked
        && Arrays.equals(dimensions, that.dimensions);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dimensions) + (ranked ? 1 : 0);
  }

  /** {@code [?,28,28,1]}, or {@code unknown}. */
  @Override
  public String toString() {
    if (!ranked) {
      return "unknown";
    }
    return LongStream.of(dimensions)
        .mapToObj(d -> d == FREE ? "?" : Long.toString(d))
        .collect(Collectors.joining(",", "[", "]"));
  }
}
