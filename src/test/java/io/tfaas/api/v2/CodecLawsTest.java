package io.tfaas.api.v2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.tfaas.error.InvalidInputException;
import io.tfaas.model.Signature;
import io.tfaas.tensor.ElementType;
import io.tfaas.tensor.Elements;
import io.tfaas.tensor.Shape;
import io.tfaas.tensor.TensorSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What replies write, requests read; damaged requests are refused. */
final class CodecLawsTest {

  private static final InferReader READER = new InferReader(/* maxDepth= */ 20);

  private static Signature signature(ElementType type) {
    TensorSpec spec = new TensorSpec("i", type, Shape.of(Shape.FREE));
    return new Signature("serving_default", "", List.of(spec), List.of(spec));
  }

  private static Elements throughJson(ElementType type, Elements elements) throws IOException {
    StringWriter data = new StringWriter();
    try (JsonGenerator generator = new JsonFactory().createGenerator(data)) {
      JsonData.write(generator, elements);
    }
    String request =
        "{\"inputs\": [{\"name\": \"i\", \"datatype\": \"%s\", \"shape\": [%d], \"data\": %s}]}"
            .formatted(DataTypes.name(type), elements.size(), data);
    return read(type, request.getBytes(StandardCharsets.UTF_8), OptionalLong.empty());
  }

  private static Elements throughBytes(ElementType type, BinaryData data, int count)
      throws IOException {
    String json =
        "{\"inputs\": [{\"name\": \"i\", \"datatype\": \"%s\", \"shape\": [%d], "
                .formatted(DataTypes.name(type), count)
            + "\"parameters\": {\"binary_data_size\": %d}}]}".formatted(data.size());
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(json.getBytes(StandardCharsets.UTF_8));
    data.writeTo(body);
    return read(type, body.toByteArray(), OptionalLong.of(json.length()));
  }

  private static Elements read(ElementType type, byte[] body, OptionalLong json)
      throws IOException {
    InferBody whole =
        new InferBody(new ByteArrayInputStream(body), json, OptionalLong.of(body.length));
    return Elements.of(READER.read(whole, signature(type)).inputs().require("i"));
  }

  @Property
  void floatsComeBack(@ForAll float[] values) throws IOException {
    Elements.Floats floats = new Elements.Floats(Shape.of(values.length), values);
    assertThat(((Elements.Floats) throughJson(ElementType.FLOAT, floats)).values())
        .containsExactly(values);
  }

  @Property
  void doublesComeBack(@ForAll double[] values) throws IOException {
    Elements.Doubles doubles = new Elements.Doubles(Shape.of(values.length), values);
    assertThat(((Elements.Doubles) throughJson(ElementType.DOUBLE, doubles)).values())
        .containsExactly(values);
  }

  @Property
  void longsComeBackSignedAndUnsigned(@ForAll long[] values) throws IOException {
    for (ElementType type : List.of(ElementType.INT64, ElementType.UINT64)) {
      Elements.Longs longs =
          new Elements.Longs(Shape.of(values.length), values, type == ElementType.UINT64);
      assertThat(((Elements.Longs) throughJson(type, longs)).values()).containsExactly(values);
    }
  }

  @Property
  void stringsOfAnyBytesComeBackByJsonAndByBytes(@ForAll byte[][] values) throws IOException {
    Elements.Strings strings = new Elements.Strings(Shape.of(values.length), values);
    BinaryData data = new BinaryData.Strings(strings);
    for (Elements read :
        List.of(
            throughJson(ElementType.STRING, strings),
            throughBytes(ElementType.STRING, data, values.length))) {
      assertThat(Arrays.deepEquals(((Elements.Strings) read).values(), values)).isTrue();
    }
  }

  @Property(tries = 5000)
  void aDamagedRequestIsReadOrRefused(@ForAll byte with, @ForAll @IntRange(max = 118) int at) {
    byte[] body =
        ("{\"id\":\"1\",\"parameters\":{\"a\":1},\"inputs\":[{\"name\":\"i\",\"shape\":[2],"
                + "\"datatype\":\"INT16\",\"data\":[1,-2.0]}],\"outputs\":[{\"name\":\"i\"}]}")
            .getBytes(StandardCharsets.UTF_8);
    body[at % body.length] = with;
    try {
      Elements read = read(ElementType.INT16, body, OptionalLong.empty());
      assertThat(read.size()).isEqualTo(2);
    } catch (InvalidInputException e) {
      assertThat(e.getMessage()).isNotEmpty();
    } catch (JsonProcessingException e) {
      assertThat(e.getOriginalMessage()).isNotEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
