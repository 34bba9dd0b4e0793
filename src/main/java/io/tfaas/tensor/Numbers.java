package io.tfaas.tensor;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A growing list of numbers as a request wrote them: doubles, and beside them the exact value of
 * each whole number that a double cannot hold.
 */
public final class Numbers {

  private static final double EXACT = 1L << 53;

  private double[] values;
  private int size;
  private final Map<Integer, BigInteger> exact = new HashMap<>(0);

  public Numbers() {
    this(64);
  }

  /**
   * @param capacity how many are expected
   */
  public Numbers(int capacity) {
    this.values = new double[Math.max(1, capacity)];
  }

  public static Numbers of(double... values) {
    Numbers numbers = new Numbers(Math.max(1, values.length));
    for (double value : values) {
      numbers.add(value);
    }
    return numbers;
  }

  public void add(double value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
  }

  public void add(long value) {
    if (Math.abs((double) value) >= EXACT) {
      exact.put(size, BigInteger.valueOf(value));
    }
    add((double) value);
  }

  public void add(BigInteger value) {
    exact.put(size, value);
    add(value.doubleValue());
  }

  public int size() {
    return size;
  }

  public double get(int index) {
    return values[index];
  }

  /** Whether the number is a whole one. */
  boolean isWhole(int index) {
    return exact.containsKey(index) || values[index] == Math.rint(values[index]);
  }

  /** The whole number at this place, exactly. */
  BigInteger whole(int index) {
    BigInteger value = exact.get(index);
    return value != null ? value : new BigDecimal(values[index]).toBigInteger();
  }

  /** Whether the double at this place is the number that was written, or its nearest. */
  boolean isSmall(int index) {
    return Math.abs(values[index]) < EXACT;
  }
}
