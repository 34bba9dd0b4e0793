package io.tfaas.api.tfserving;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.tfaas.tensor.ElementType;
import io.tfaas.tensor.Elements;
import io.tfaas.tensor.Shape;
import io.tfaas.tensor.Tensor;
import io.tfaas.tensor.TensorSpec;
import io.tfaas.testing.AnyTensor;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Tensors of every type that JSON can give, as replies write them, are read as the same. */
final class EveryTypeLawsTest {

  private static final JsonReader JSON = new JsonReader(20);
  private static final JsonFactory WRITING =
      JsonFactory.builder().disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS).build();

  @Property
  void jsonReadsBack(@ForAll ElementType type, @ForAll byte[] bytes) throws IOException {
    Assume.that(type.kind() != ElementType.Kind.COMPLEX);
    try (Tensor tensor = AnyTensor.of(type, bytes);
        Tensor read = read(type, written(tensor))) {
      assertThat(AnyTensor.areSame(read, tensor)).isTrue();
    }
  }

  private static String written(Tensor tensor) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = WRITING.createGenerator(text)) {
      new ElementsWriter("x", Elements.of(tensor)).write(json);
    }
    return text.toString();
  }

  private static Tensor read(ElementType type, String value) {
    TensorReader reader = new TensorReader(new TensorSpec("x", type, Shape.unknown()));
    byte[] body = ("{\"x\": " + value + "}").getBytes(StandardCharsets.UTF_8);
    JSON.read(body, () -> (field, input) -> reader.read(input.parser()));
    return reader.tensor();
  }
}
