package io.tfaas.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tfaas.error.InvalidInputException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/**
 * Laws of {@link Tensor#concatenate} and {@link Tensor#copyOfRows}, in Java's and native memory.
 */
final class TensorRowsTest {

  private static Tensor random(ElementType type, Shape shape, long seed) {
    Random random = new Random(seed);
    Tensor tensor = Tensor.allocate(type, shape);
    if (type == ElementType.STRING) {
      for (int i = 0; i < tensor.size(); i++) {
        byte[] value = new byte[random.nextInt(40)];
        random.nextBytes(value);
        tensor.bytes(i, value);
      }
    } else {
      byte[] bytes = new byte[tensor.size() * type.bytes()];
      random.nextBytes(bytes);
      tensor.data().put(0, bytes);
    }
    return tensor;
  }

  private static List<ByteBuffer> elements(Tensor tensor) {
    List<ByteBuffer> elements = new ArrayList<>();
    int width = tensor.type().bytes();
    for (int i = 0; i < tensor.size(); i++) {
      byte[] element = new byte[width];
      if (tensor.type() == ElementType.STRING) {
        element = tensor.bytes(i);
      } else {
        tensor.data().get(i * width, element);
      }
      elements.add(ByteBuffer.wrap(element));
    }
    return elements;
  }

  private static void closeAll(List<Tensor> tensors) {
    tensors.forEach(Tensor::close);
  }

  @Property(tries = 300)
  void whatIsSplitCanBePutTogether(
      @ForAll ElementType type,
      @ForAll @Size(min = 1, max = 12) List<@IntRange(max = 90) Integer> parts,
      @ForAll @IntRange(max = 12) int width,
      @ForAll long seed) {
    int rows = parts.stream().mapToInt(part -> part).sum();
    try (Tensor whole = random(type, Shape.of(rows, width), seed)) {
      List<Tensor> split = new ArrayList<>();
      int from = 0;
      for (int part : parts) {
        split.add(whole.copyOfRows(from, part));
        from += part;
      }
      try (Tensor again = Tensor.concatenate(split)) {
        assertThat(again.type()).isEqualTo(type);
        assertThat(again.shape()).isEqualTo(whole.shape());
        assertThat(elements(again)).isEqualTo(elements(whole));
      }
      closeAll(split);
    }
  }

  @Property(tries = 100)
  void whatIsPutTogetherCanBeSplit(
      @ForAll ElementType type,
      @ForAll @Size(min = 1, max = 6) List<@IntRange(max = 90) Integer> rows,
      @ForAll long seed) {
    List<Tensor> parts =
        rows.stream().map(count -> random(type, Shape.of(count, 2, 3), seed + count)).toList();
    try (Tensor whole = Tensor.concatenate(parts)) {
      int from = 0;
      for (Tensor part : parts) {
        int count = (int) part.shape().dimension(0);
        try (Tensor copy = whole.copyOfRows(from, count)) {
          assertThat(copy.shape()).isEqualTo(part.shape());
          assertThat(elements(copy)).isEqualTo(elements(part));
        }
        from += count;
      }
    }
    closeAll(parts);
  }

  @Property(tries = 100)
  void theHandleHoldsTheSameElements(
      @ForAll ElementType type, @ForAll @IntRange(max = 1000) int rows, @ForAll long seed) {
    Tensor tensor = random(type, Shape.of(rows, 2), seed);
    List<ByteBuffer> before = elements(tensor);
    try (Tensor adopted = Tensor.adopt(tensor.handle())) {
      assertThat(adopted.shape()).isEqualTo(tensor.shape());
      assertThat(elements(adopted)).isEqualTo(before);
    }
  }

  @Test
  void aCopyKeepsItsElementsWhenTheOriginalIsClosed() {
    Tensor whole = random(ElementType.INT64, Shape.of(3000, 2), 1);
    List<ByteBuffer> expected = elements(whole).subList(2, 6);
    try (Tensor copy = whole.copyOfRows(1, 2)) {
      whole.close();
      assertThat(elements(copy)).isEqualTo(expected);
    }
  }

  @Test
  void rowsWithoutElementsArePutTogetherToo() {
    try (Tensor empty = Tensor.allocate(ElementType.DOUBLE, Shape.of(1024, 0));
        Tensor two = Tensor.concatenate(List.of(empty, empty))) {
      assertThat(two.shape()).isEqualTo(Shape.of(2048, 0));
    }
  }

  private static void assertLeavesNothingOpen(Runnable failing) {
    long open = OpenTensors.count();
    assertThatThrownBy(failing::run).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(OpenTensors.count()).isEqualTo(open);
  }

  @Test
  void rowsThatCannotBeCopiedLeaveNothingBehind() {
    try (Tensor rows = Tensor.allocate(ElementType.INT64, Shape.of(4000, 2))) {
      assertLeavesNothingOpen(() -> rows.copyOfRows(1, 4000));
    }
  }

  @Test
  void rowsThatCannotBePutTogetherLeaveNothingBehind() {
    try (Tensor narrow = Tensor.allocate(ElementType.INT64, Shape.of(4000, 2));
        Tensor wide = Tensor.allocate(ElementType.INT64, Shape.of(4000, 3))) {
      assertLeavesNothingOpen(() -> Tensor.concatenate(List.of(narrow, wide)));
    }
  }

  @Test
  void elementsThatCannotBePutInLeaveNothingBehind() {
    assertLeavesNothingOpen(
        () ->
            Tensor.filled(
                ElementType.STRING,
                Shape.of(4000),
                tensor -> {
                  tensor.bytes(0, new byte[100]);
                  throw new IndexOutOfBoundsException("an element that is not there");
                }));
  }

  @Test
  void refusesTwoGibibytes() {
    assertThatThrownBy(() -> Tensor.allocate(ElementType.DOUBLE, Shape.of(1 << 28)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("A tensor of float64[268435456] is too large: 2 GiB is the limit");
  }

  @Test
  void stringsMayHoldAnyBytes() {
    byte[] bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    try (Tensor one = Tensor.allocate(ElementType.STRING, Shape.of(1))) {
      one.bytes(0, bytes);
      try (Tensor two = Tensor.concatenate(List.of(one, one))) {
        assertThat(Arrays.equals(two.bytes(1), bytes)).isTrue();
      }
    }
  }
}
