package io.tfaas.api.v2;

import io.tfaas.tensor.Elements;
import io.tfaas.tensor.Shape;
import io.tfaas.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.stream.Stream;

/**
 * The classification extension: of each row of an output its largest elements, largest first, as
 * strings {@code value:index} or {@code value:index:label}. An output of one dimension is one row.
 */
final class Classification {

  private final Elements elements;
  private final List<String> labels;

  private final Comparator<Integer> order;

  private Classification(Elements elements, List<String> labels) {
    this.elements = elements;
    this.labels = labels;
    this.order = values(elements).thenComparing(Comparator.reverseOrder());
  }

  private static Comparator<Integer> values(Elements elements) {
    if (elements instanceof Elements.Longs longs) {
      long[] values = longs.values();
      return longs.unsigned64()
          ? (a, b) -> Long.compareUnsigned(values[a], values[b])
          : Comparator.comparingLong(i -> values[i]);
    }
    return Comparator.comparingDouble(i -> rank(floating(elements, i)));
  }

  /* NaN is no answer, so it comes last. */
  private static double rank(double value) {
    return Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value;
  }

  private static double floating(Elements elements, int index) {
    return elements instanceof Elements.Floats floats
        ? floats.values()[index]
        : ((Elements.Doubles) elements).values()[index];
  }

  /**
   * The largest elements of a tensor of numbers.
   *
   * @param classes how many of each row, 1 or more
   * @param labels for the elements of a row, the first for the first
   */
  static Elements.Strings of(Tensor tensor, int classes, List<String> labels) {
    boolean rows = tensor.shape().rank() > 1;
    int count = rows ? (int) tensor.shape().dimension(0) : 1;
    int length = count == 0 ? 0 : tensor.size() / count;
    int best = Math.min(classes, length);
    Classification classification = new Classification(Elements.of(tensor), labels);
    byte[][] values =
        Stream.iterate(0, row -> row < count, row -> row + 1)
            .flatMap(row -> classification.best(row * length, length, best))
            .toArray(byte[][]::new);
    return new Elements.Strings(rows ? Shape.of(count, best) : Shape.of(best), values);
  }

  /* The least of the best is at the head of the queue, and makes way for any that is better. */
  private Stream<byte[]> best(int from, int length, int best) {
    PriorityQueue<Integer> queue = new PriorityQueue<>(order);
    for (int i = from; i < from + length; i++) {
      queue.add(i);
      if (queue.size() > best) {
        queue.remove();
      }
    }
    return queue.stream().sorted(order.reversed()).map(i -> text(from, i));
  }

  private byte[] text(int from, int i) {
    int position = i - from;
    String label = position < labels.size() ? ":" + labels.get(position) : "";
    String text = value(i) + ":" + position + label;
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /* Six decimals, as C's printf and so Triton gives them. */
  private String value(int index) {
    if (elements instanceof Elements.Longs longs) {
      long value = longs.values()[index];
      return longs.unsigned64() ? Long.toUnsignedString(value) : Long.toString(value);
    }
    double value = floating(elements, index);
    if (Double.isFinite(value)) {
      return String.format(Locale.ROOT, "%.6f", value);
    }
    return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  }
}
