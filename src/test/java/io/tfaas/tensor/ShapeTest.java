package io.tfaas.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tfaas.error.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which shapes a tensor can have, whichever interface they come by. */
final class ShapeTest {

  private static final String TOO_LARGE = "A tensor of float32%s is too large: 2 GiB is the limit";

  private static void assertRefused(Shape shape) {
    assertThatThrownBy(() -> Tensor.allocate(ElementType.FLOAT, shape).close())
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(TOO_LARGE, shape);
  }

  @Test
  void takesAsManyDimensionsAsTensorFlowKnows() {
    long[] ones = new long[Shape.MAX_RANK];
    java.util.Arrays.fill(ones, 1);
    try (Tensor tensor = Tensor.allocate(ElementType.FLOAT, Shape.of(ones))) {
      assertThat(tensor.handle().isNull()).isFalse();
    }
    assertRefused(Shape.of(new long[Shape.MAX_RANK + 1]));
  }

  @ParameterizedTest
  @ValueSource(longs = {1L << 29, 1L << 31, 1L << 62})
  void refusesMoreThanTwoGibibytes(long length) {
    assertRefused(Shape.of(length));
    assertRefused(Shape.of(1, length, 1));
  }

  @Test
  void refusesLengthsWhoseProductOverflows() {
    assertRefused(Shape.of(1L << 32, 1L << 32));
    assertRefused(Shape.of(0, 1L << 32, 1L << 32));
  }

  @Test
  void refusesLongDimensionsBesideOneOfNoLength() {
    assertRefused(Shape.of(1_000_000_000, 0));
    try (Tensor tensor = Tensor.allocate(ElementType.FLOAT, Shape.of(1 << 24, 0))) {
      assertThat(tensor.size()).isZero();
    }
  }

  @Test
  void refusesAShapeThatIsOpen() {
    assertRefused(Shape.of(Shape.FREE, 1));
  }
}
