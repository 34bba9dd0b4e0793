package io.tfaas.api.v2;

import static org.assertj.core.api.Assertions.assertThat;

import io.tfaas.tensor.ElementType;
import io.tfaas.tensor.NamedTensors;
import io.tfaas.tensor.Tensor;
import io.tfaas.testing.AnyTensor;
import java.io.IOException;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Tensors of every type, as replies write them, are read as the same by requests. */
final class EveryTypeLawsTest {

  @Property
  void binaryDataReadBack(@ForAll ElementType type, @ForAll byte[] bytes) throws IOException {
    try (Tensor tensor = AnyTensor.of(type, bytes);
        NamedTensors read = RoundTrip.throughBytes(tensor).inputs()) {
      assertThat(AnyTensor.areSame(read.require("i"), tensor)).isTrue();
    }
  }

  @Property
  void jsonReadsBack(@ForAll ElementType type, @ForAll byte[] bytes) throws IOException {
    Assume.that(type.kind() != ElementType.Kind.COMPLEX);
    try (Tensor tensor = AnyTensor.of(type, bytes);
        NamedTensors read = RoundTrip.throughJson(tensor).inputs()) {
      assertThat(AnyTensor.areSame(read.require("i"), tensor)).isTrue();
    }
  }
}
