package io.tfaas.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class NearEqualityTest {

  private static Tensor floats(Shape shape, float... values) {
    Tensor tensor = Tensor.allocate(ElementType.FLOAT, shape);
    for (int i = 0; i < values.length; i++) {
      tensor.data().putFloat(4 * i, values[i]);
    }
    return tensor;
  }

  private static boolean near(float... pair) {
    try (Tensor all = floats(Shape.of(2, 2), 9, 9, pair[0], pair[1]);
        Tensor one = floats(Shape.of(1, 2), pair[2], pair[3])) {
      return NearEquality.ofRow(all, 1, one);
    }
  }

  @Property(tries = 300)
  void aRowEqualsItsCopy(@ForAll ElementType type, @ForAll @Size(48) byte[] bytes) {
    try (Tensor all = Tensor.allocate(type, Shape.of(3, 1))) {
      for (int i = 0; i < 3; i++) {
        if (type == ElementType.STRING) {
          all.bytes(i, new byte[] {bytes[i]});
        } else {
          all.data().put(i * type.bytes(), bytes, i * type.bytes(), type.bytes());
        }
      }
      try (Tensor row = all.copyOfRows(2, 1)) {
        assertThat(NearEquality.ofRow(all, 2, row)).isTrue();
      }
    }
  }

  @Property(tries = 300)
  void aPartInTenThousandIsADifference(@ForAll @DoubleRange(min = -1e30, max = 1e30) double value) {
    float number = (float) value;
    if (Math.abs(number) > 1e-30f) {
      assertThat(near(number, 0, number * 1.0001f, 0)).isFalse();
    }
  }

  @Property(tries = 300)
  void aPartInAMillionIsRounding(@ForAll @DoubleRange(min = -1e30, max = 1e30) double value) {
    float number = (float) value;
    assertThat(near(number, 0, number * 1.000001f, 0)).isTrue();
  }

  @Test
  void whatIsSmallBesideTheLargestMayDifferMore() {
    assertThat(near(1000, 0.001f, 1000, 0.002f)).isTrue();
    assertThat(near(1, 0.001f, 1, 0.002f)).isFalse();
  }

  @Test
  void otherRowsAreNotLookedAt() {
    assertThat(near(1, 2, 1, 2)).isTrue();
  }

  @Test
  void notANumberEqualsOnlyItself() {
    assertThat(near(Float.NaN, 1, Float.NaN, 1)).isTrue();
    assertThat(near(Float.NaN, 1, 0, 1)).isFalse();
  }

  @Test
  void infinitiesDifferByTheirSign() {
    assertThat(near(Float.POSITIVE_INFINITY, 1, Float.POSITIVE_INFINITY, 1)).isTrue();
    assertThat(near(Float.POSITIVE_INFINITY, 1, Float.NEGATIVE_INFINITY, 1)).isFalse();
    assertThat(near(Float.POSITIVE_INFINITY, 1, Float.MAX_VALUE, 1)).isFalse();
  }

  @Test
  void wholeNumbersHaveToBeTheSame() {
    try (Tensor all = Tensor.allocate(ElementType.INT64, Shape.of(1));
        Tensor one = Tensor.allocate(ElementType.INT64, Shape.of(1))) {
      all.data().putLong(0, 1_000_000_000_001L);
      one.data().putLong(0, 1_000_000_000_000L);
      assertThat(NearEquality.ofRow(all, 0, one)).isFalse();
    }
  }

  @Test
  void stringsHaveToBeTheSame() {
    try (Tensor all = Tensor.allocate(ElementType.STRING, Shape.of(2));
        Tensor one = Tensor.allocate(ElementType.STRING, Shape.of(1))) {
      all.bytes(0, "a".getBytes(StandardCharsets.UTF_8));
      one.bytes(0, "a".getBytes(StandardCharsets.UTF_8));
      assertThat(NearEquality.ofRow(all, 0, one)).isTrue();
      assertThat(NearEquality.ofRow(all, 1, one)).isFalse();
    }
  }

  @Test
  void rowsOfAnotherLengthOrTypeDiffer() {
    try (Tensor all = floats(Shape.of(2, 2), 1, 2, 3, 4);
        Tensor longer = floats(Shape.of(1, 3), 1, 2, 3);
        Tensor whole = Tensor.allocate(ElementType.INT32, Shape.of(1, 2))) {
      assertThat(NearEquality.ofRow(all, 0, longer)).isFalse();
      assertThat(NearEquality.ofRow(all, 0, whole)).isFalse();
    }
  }
}
