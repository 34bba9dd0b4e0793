package io.tfaas.api.tfserving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.tfaas.error.InvalidInputException;
import io.tfaas.tensor.ElementType;
import io.tfaas.tensor.Elements;
import io.tfaas.tensor.Shape;
import io.tfaas.tensor.Tensor;
import io.tfaas.tensor.TensorSpec;
import java.io.IOException;
import java.io.StringWriter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class TensorReaderTest {

  private static final JsonReader JSON = new JsonReader(400);
  private static final JsonFactory WRITING =
      JsonFactory.builder().disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS).build();

  private static TensorReader reader(ElementType type) {
    return new TensorReader(new TensorSpec("x", type, Shape.unknown()));
  }

  private static Tensor read(ElementType type, String value) {
    TensorReader reader = reader(type);
    byte[] body = ("{\"x\": " + value + "}").getBytes(java.nio.charset.StandardCharsets.UTF_8);
    JSON.read(body, () -> (field, input) -> reader.read(input.parser()));
    return reader.tensor();
  }

  private static Shape shapeOf(String value) {
    try (Tensor tensor = read(ElementType.FLOAT, value)) {
      return tensor.shape();
    }
  }

  @Test
  void theNestingIsTheShape() {
    assertThat(shapeOf("1")).isEqualTo(Shape.of());
    assertThat(shapeOf("[1, 2, 3]")).isEqualTo(Shape.of(3));
    assertThat(shapeOf("[[[1, 2], [3, 4], [5, 6]]]")).isEqualTo(Shape.of(1, 3, 2));
  }

  @Test
  void anEmptyListEndsTheShape() {
    assertThat(shapeOf("[]")).isEqualTo(Shape.of(0));
    assertThat(shapeOf("[[], []]")).isEqualTo(Shape.of(2, 0));
    assertThat(shapeOf("[[[]], [[]]]")).isEqualTo(Shape.of(2, 1, 0));
  }

  @Test
  void refusesListsOfDifferentLengths() {
    for (String ragged : new String[] {"[[1], [2, 3]]", "[[], [1]]", "[[1], []]", "[[[]], []]"}) {
      assertThatThrownBy(() -> read(ElementType.FLOAT, ragged))
          .as(ragged)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("ragged");
    }
  }

  @Test
  void refusesListsThatAreNotNestedAlike() {
    for (String uneven : new String[] {"[1, [2]]", "[[1], 2]", "[[1], [[2]]]", "[[], [[]]]"}) {
      assertThatThrownBy(() -> read(ElementType.FLOAT, uneven))
          .as(uneven)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("not nested alike");
    }
  }

  @Test
  void refusesMoreDimensionsThanTensorFlowHas() {
    String deep = "[".repeat(255) + "]".repeat(255);

    assertThatThrownBy(() -> read(ElementType.FLOAT, deep))
        .isInstanceOf(InvalidInputException.class);
    assertThat(shapeOf("[".repeat(254) + "]".repeat(254)).rank()).isEqualTo(254);
  }

  @Test
  void refusesComplexInputs() {
    assertThatThrownBy(() -> reader(ElementType.COMPLEX64))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("Input 'x' takes complex64 values, which JSON cannot give");
  }

  @Property
  void floatsReadBackAsTheyWereWritten(@ForAll float[] values) throws IOException {
    try (Tensor tensor = read(ElementType.FLOAT, written(floats(values)))) {
      assertThat(((Elements.Floats) Elements.of(tensor)).values()).isEqualTo(values);
    }
  }

  @Property
  void doublesReadBackAsTheyWereWritten(@ForAll double[] values) throws IOException {
    Elements elements = new Elements.Doubles(Shape.of(values.length), values);
    try (Tensor tensor = read(ElementType.DOUBLE, written(elements))) {
      assertThat(((Elements.Doubles) Elements.of(tensor)).values()).isEqualTo(values);
    }
  }

  @Property
  void wholeNumbersReadBackAsTheyWereWritten(@ForAll long[] values) throws IOException {
    Elements elements = new Elements.Longs(Shape.of(values.length), values, false);
    try (Tensor tensor = read(ElementType.INT64, written(elements))) {
      assertThat(((Elements.Longs) Elements.of(tensor)).values()).isEqualTo(values);
    }
  }

  @Property
  void stringsReadBackAsTheyWereWrittenBeTheyTextOrNot(@ForAll byte[] value) throws IOException {
    Elements elements = new Elements.Strings(Shape.of(1), new byte[][] {value});
    try (Tensor tensor = read(ElementType.STRING, written(elements))) {
      assertThat(tensor.bytes(0)).isEqualTo(value);
    }
  }

  private static Elements floats(float[] values) {
    return new Elements.Floats(Shape.of(values.length), values);
  }

  private static String written(Elements elements) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = WRITING.createGenerator(text)) {
      new ElementsWriter("x", elements).write(json);
    }
    return text.toString();
  }
}
