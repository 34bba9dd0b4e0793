package io.tfaas.inference;

import static io.tfaas.inference.ServedModels.GATED;
import static org.assertj.core.api.Assertions.assertThat;

import io.tfaas.error.ServingException;
import io.tfaas.model.BoundSignature;
import io.tfaas.model.Lease;
import io.tfaas.tensor.ElementType;
import io.tfaas.tensor.Elements;
import io.tfaas.tensor.Half;
import io.tfaas.tensor.NamedTensors;
import io.tfaas.tensor.Shape;
import io.tfaas.tensor.Tensor;
import io.tfaas.tensor.TensorSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A call with inputs that hang on a seed.
 *
 * @param rows of each input
 */
record Request(Kind kind, int rows, long seed) {

  /** Which signature is called, and whether the inputs are as it wants them. */
  enum Kind {
    HEP42("hep42", "serving_default"),
    TOO_WIDE("hep42", "serving_default"),
    TWO_INPUTS("multi", "serving_default"),
    SCALAR_OUTPUT("multi", "total"),
    TEXT("text", "serving_default"),
    COLUMN("half_plus_two", "serving_default"),
    NO_EXAMPLES("half_plus_two", "regress"),
    NOT_A_NUMBER("not_a_number", "serving_default"),
    ROWS(GATED, "rows"),
    TOTAL(GATED, "total"),
    FINITE(GATED, "finite"),
    INFINITE(GATED, "finite"),
    SMALL(GATED, "small"),
    FLOAT16("types", "float16"),
    FLOAT64("types", "float64"),
    COMPLEX64("types", "complex64"),
    UINT8("types", "uint8"),
    INT64("types", "int64"),
    BOOL("types", "bool"),
    STRING("types", "string");

    private final String model;
    private final String signature;

    Kind(String model, String signature) {
      this.model = model;
      this.signature = signature;
    }

    boolean isOf(String name) {
      return model.equals(name);
    }
  }

  /** What a call ended with: its outputs, or why it failed. */
  record Answer(Map<String, Elements> outputs, String failure) {

    static Answer of(CompletableFuture<NamedTensors> future) {
      try (NamedTensors outputs = future.join()) {
        Map<String, Elements> elements = new TreeMap<>();
        outputs.names().forEach(name -> elements.put(name, Elements.of(outputs.require(name))));
        return new Answer(elements, "");
      } catch (CompletionException e) {
        assertThat(e.getCause()).isInstanceOf(ServingException.class);
        return new Answer(Map.of(), String.valueOf(e.getCause()));
      }
    }

    boolean failed() {
      return !failure.isEmpty();
    }

    /** That it is this answer up to rounding. */
    void assertIs(Answer expected) {
      assertThat(failure).isEqualTo(expected.failure);
      assertThat(outputs.keySet()).isEqualTo(expected.outputs.keySet());
      expected.outputs.forEach(
          (name, elements) -> {
            Elements found = outputs.getOrDefault(name, elements);
            assertThat(found.shape()).isEqualTo(elements.shape());
            if (numbers(elements).length == 0) {
              assertThat(found).usingRecursiveComparison().isEqualTo(elements);
            } else {
              assertNear(numbers(found), numbers(elements));
            }
          });
    }

    private static double[] numbers(Elements elements) {
      if (elements instanceof Elements.Floats floats) {
        float[] values = floats.values();
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
      }
      return elements instanceof Elements.Doubles doubles ? doubles.values() : new double[0];
    }

    private static void assertNear(double[] found, double[] expected) {
      double largest =
          DoubleStream.of(expected).filter(Double::isFinite).map(Math::abs).max().orElse(0);
      for (int i = 0; i < expected.length; i++) {
        if (Double.isFinite(expected[i])) {
          assertThat(Math.abs(found[i] - expected[i])).isLessThanOrEqualTo(1e-5 * largest);
        } else {
          assertThat(Double.compare(found[i], expected[i])).isZero();
        }
      }
    }
  }

  Lease lease(ServedModels models) {
    return models.lease(kind.model);
  }

  /** Makes the call; the lease is handed over. */
  CompletableFuture<NamedTensors> send(Predictor predictor, Lease lease, NamedTensors inputs) {
    return predictor.predict(lease, signature(lease), inputs);
  }

  /** How it is answered where no other is under way. */
  Answer alone(ServedModels models, Predictor predictor) {
    Lease lease = lease(models);
    return Answer.of(send(predictor, lease, inputs(lease)));
  }

  private BoundSignature signature(Lease lease) {
    return ServedModels.signature(lease, kind.signature);
  }

  NamedTensors inputs(Lease lease) {
    SplittableRandom random = new SplittableRandom(seed);
    int free = 1 + (int) (seed & 1);
    NamedTensors inputs = new NamedTensors();
    for (TensorSpec spec : signature(lease).signature().inputs()) {
      List<Long> dimensions = new ArrayList<>();
      for (long dimension : spec.shape().dimensions()) {
        dimensions.add(dimension == Shape.FREE ? free : dimension);
      }
      dimensions.set(0, (long) rows);
      if (kind == Kind.TOO_WIDE) {
        dimensions.set(1, 43L);
      }
      long[] lengths = dimensions.stream().mapToLong(length -> length).toArray();
      Tensor tensor = Tensor.allocate(spec.type(), Shape.of(lengths));
      for (int i = 0; i < tensor.size(); i++) {
        set(tensor, i, random.nextDouble(-1, 1));
      }
      inputs.put(spec.name(), tensor);
    }
    return inputs;
  }

  private void set(Tensor tensor, int index, double random) {
    ElementType type = tensor.type();
    switch (type) {
      case FLOAT -> tensor.data().putFloat(4 * index, number(index, (float) random));
      case DOUBLE -> tensor.data().putDouble(8 * index, random);
      case HALF -> tensor.data().putShort(2 * index, Half.toHalf((float) random));
      case COMPLEX64 ->
          tensor.data().putFloat(8 * index, (float) random).putFloat(8 * index + 4, index);
      case STRING ->
          tensor.bytes(
              index, ("good film " + Math.round(9 * random)).getBytes(StandardCharsets.UTF_8));
      case BOOL -> tensor.data().put(index, (byte) (random > 0 ? 1 : 0));
      case INT64 -> tensor.data().putLong(8 * index, Math.round(1e6 * random));
      default -> tensor.data().put(index, (byte) Math.round(100 * random));
    }
  }

  private float number(int index, float random) {
    if (kind == Kind.INFINITE && index == rows / 2) {
      return Float.POSITIVE_INFINITY;
    }
    return kind == Kind.SMALL ? 200 * random : random;
  }
}
