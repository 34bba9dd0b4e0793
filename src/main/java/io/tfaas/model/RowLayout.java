package io.tfaas.model;

import io.tfaas.error.ClientText;
import io.tfaas.error.InvalidInputException;
import io.tfaas.tensor.NamedTensors;
import io.tfaas.tensor.NumberWriter;
import io.tfaas.tensor.Shape;
import io.tfaas.tensor.Tensor;
import io.tfaas.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How rows of values become a signature's inputs: the values go to the inputs in the order of the
 * inputs' names, or where the keys say, and each input's share takes the input's shape.
 */
public final class RowLayout {

  private final Signature signature;
  private final List<TensorSpec> inputs;
  private final Map<String, Integer> features;
  private final boolean batched;

  RowLayout(Signature signature, List<String> features) {
    this.signature = signature;
    this.inputs = signature.inputs();
    this.features = positions(features);
    this.batched = inputs.stream().map(TensorSpec::shape).allMatch(RowLayout::isBatched);
  }

  private static Map<String, Integer> positions(List<String> names) {
    Map<String, Integer> positions = new HashMap<>();
    names.forEach(name -> positions.put(name, positions.size()));
    return positions;
  }

  private static boolean isBatched(Shape shape) {
    return !shape.isRanked()
        || (shape.rank() > 0 && (shape.dimension(0) == Shape.FREE || shape.dimension(0) == 1));
  }

  public Signature signature() {
    return signature;
  }

  /** Whether one call can take any number of rows. */
  public boolean takesBatches() {
    return inputs.stream()
        .map(TensorSpec::shape)
        .allMatch(shape -> shape.rank() > 0 && shape.dimension(0) == Shape.FREE);
  }

  /** Whether every row of a batch has the same shape, known from the signature. */
  boolean hasFixedRows() {
    return inputs.stream().map(this::rowShape).allMatch(Shape::isFixed);
  }

  /** Whether the first dimension of the inputs, and so of the outputs, counts rows. */
  public boolean hasRowDimension() {
    return batched;
  }

  /**
   * The input tensors for these rows; the caller closes them.
   *
   * @throws InvalidInputException when the rows' keys, number of values or values do not fit
   */
  public NamedTensors toTensors(List<Row> rows) {
    List<int[][]> plans = plans(rows);
    NamedTensors tensors = new NamedTensors();
    try {
      for (int i = 0; i < inputs.size(); i++) {
        tensors.put(inputs.get(i).name(), toTensor(i, rows, plans));
      }
      return tensors;
    } catch (RuntimeException | Error e) {
      tensors.close();
      throw e;
    }
  }

  private Tensor toTensor(int input, List<Row> rows, List<int[][]> plans) {
    TensorSpec spec = inputs.get(input);
    int share = plans.get(0)[input].length;
    for (int[][] plan : plans) {
      if (plan[input].length != share) {
        throw new InvalidInputException(
            "The rows do not have the same number of values: "
                + share
                + " and "
                + plan[input].length);
      }
    }
    Tensor tensor = Tensor.allocate(spec.type(), shape(spec, share, rows.size()));
    try {
      NumberWriter writer = new NumberWriter(spec.name(), tensor);
      int index = 0;
      for (int row = 0; row < rows.size(); row++) {
        for (int from : plans.get(row)[input]) {
          writer.write(index++, rows.get(row).values(), from);
        }
      }
      return tensor;
    } catch (RuntimeException | Error e) {
      tensor.close();
      throw e;
    }
  }

  /* Rows of the same number of values share a plan, where keys do not matter. */
  private List<int[][]> plans(List<Row> rows) {
    boolean keysMatter = inputs.size() > 1 || !features.isEmpty();
    List<int[][]> plans = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      boolean likeLast =
          i > 0 && !keysMatter && rows.get(i).values().size() == rows.get(i - 1).values().size();
      plans.add(likeLast ? plans.get(i - 1) : plan(rows.get(i)));
    }
    return plans;
  }

  /* Which of the row's values each input takes, in order. */
  private int[][] plan(Row row) {
    if (row.values().size() == 0 && !inputs.isEmpty()) {
      throw new InvalidInputException("The request has no values");
    }
    if (inputs.size() > 1 && !row.keys().isEmpty()) {
      return planByInput(row);
    }
    if (!features.isEmpty() && !row.keys().isEmpty()) {
      return planByFeature(row);
    }
    int[][] plan = new int[inputs.size()][];
    int next = 0;
    int[] shares = shares(row.values().size());
    for (int i = 0; i < shares.length; i++) {
      plan[i] = range(next, shares[i]);
      next += shares[i];
    }
    return plan;
  }

  private int[] shares(int values) {
    int[] shares = new int[inputs.size()];
    int free = -1;
    long fixed = 0;
    for (int i = 0; i < shares.length; i++) {
      Shape row = rowShape(inputs.get(i));
      boolean alone = shares.length == 1 && inputs.get(i).shape().rank() == 1;
      if (row.isFixed() && !(alone && inputs.get(i).shape().dimension(0) == Shape.FREE)) {
        shares[i] = Math.toIntExact(Math.min(Integer.MAX_VALUE, row.elements()));
        fixed += shares[i];
      } else if (free >= 0) {
        throw new InvalidInputException(
            "The model has several inputs of free size; name the input of each value in keys");
      } else {
        free = i;
      }
    }
    if (free < 0 ? values != fixed : values <= fixed) {
      throw new InvalidInputException(
          "The model takes %s%d values a row, the request has %d"
              .formatted(free < 0 ? "" : "more than ", fixed, values));
    }
    if (free >= 0) {
      shares[free] = (int) (values - fixed);
    }
    return shares;
  }

  private int[][] planByInput(Row row) {
    requireAsManyKeys(row);
    Map<String, List<Integer>> picked = new HashMap<>();
    inputs.forEach(input -> picked.put(input.name(), new ArrayList<>()));
    for (int i = 0; i < row.keys().size(); i++) {
      List<Integer> places = picked.get(row.keys().get(i));
      if (places == null) {
        throw unknownKey(row.keys().get(i), inputs.stream().map(TensorSpec::name).toList());
      }
      places.add(i);
    }
    int[][] plan = new int[inputs.size()][];
    for (int i = 0; i < plan.length; i++) {
      TensorSpec input = inputs.get(i);
      plan[i] = picked.getOrDefault(input.name(), List.of()).stream().mapToInt(p -> p).toArray();
      if (plan[i].length == 0) {
        throw new InvalidInputException("The key '" + input.name() + "' is missing");
      }
      Shape shape = rowShape(input);
      if (shape.isFixed() && shape.elements() != plan[i].length) {
        throw new InvalidInputException(
            "Input '%s' takes %d values a row, the keys give it %d"
                .formatted(input.name(), shape.elements(), plan[i].length));
      }
    }
    return plan;
  }

  private int[][] planByFeature(Row row) {
    requireAsManyKeys(row);
    int[] places = new int[features.size()];
    Arrays.fill(places, -1);
    for (int i = 0; i < row.keys().size(); i++) {
      String key = row.keys().get(i);
      Integer position = features.get(key);
      if (position == null) {
        throw unknownKey(key, features.keySet().stream().sorted().toList());
      }
      if (places[position] >= 0) {
        throw new InvalidInputException("The key '" + key + "' is given twice");
      }
      places[position] = i;
    }
    features.forEach(
        (name, position) -> {
          if (places[position] < 0) {
            throw new InvalidInputException("The key '" + name + "' is missing");
          }
        });
    Shape shape = rowShape(inputs.get(0));
    if (shape.isFixed() && shape.elements() != places.length) {
      throw new InvalidInputException(
          "The model takes %d values a row, its params list %d features"
              .formatted(shape.elements(), places.length));
    }
    return new int[][] {places};
  }

  private static void requireAsManyKeys(Row row) {
    if (row.keys().size() != row.values().size()) {
      throw new InvalidInputException(
          "The request has %d keys and %d values"
              .formatted(row.keys().size(), row.values().size()));
    }
  }

  private static InvalidInputException unknownKey(String key, List<String> known) {
    return new InvalidInputException(
        "Unknown key '" + ClientText.shown(key) + "'; the model's are " + String.join(", ", known));
  }

  private Shape rowShape(TensorSpec input) {
    if (!input.shape().isRanked()) {
      return Shape.of(Shape.FREE);
    }
    return batched ? input.shape().withoutFirst() : input.shape();
  }

  private Shape shape(TensorSpec input, int values, int rows) {
    Shape row = rowShape(input);
    boolean vector = batched && input.shape().rank() == 1 && values != 1;
    if (vector && rows > 1) {
      throw new InvalidInputException("The model takes 1 value a row, the request has " + values);
    }
    if (vector) {
      return Shape.of(values);
    }
    long[] filled = fill(input, row, values);
    if (!batched) {
      return Shape.of(filled);
    }
    long[] whole = new long[filled.length + 1];
    whole[0] = rows;
    System.arraycopy(filled, 0, whole, 1, filled.length);
    return Shape.of(whole);
  }

  /* The last free dimension takes what the fixed ones leave, other free ones are 1. */
  private static long[] fill(TensorSpec input, Shape row, int values) {
    long[] filled = row.dimensions();
    long fixed = 1;
    int last = -1;
    for (int i = 0; i < filled.length; i++) {
      if (filled[i] == Shape.FREE) {
        filled[i] = 1;
        last = i;
      }
      fixed *= filled[i];
    }
    if (last >= 0 && fixed > 0 && values % fixed == 0) {
      filled[last] = values / fixed;
    } else if (fixed != values) {
      throw new InvalidInputException(
          "Input '%s' of shape %s cannot take %d values a row"
              .formatted(input.name(), input.shape(), values));
    }
    return filled;
  }

  private static int[] range(int from, int count) {
    int[] range = new int[count];
    Arrays.setAll(range, i -> from + i);
    return range;
  }
}
