package io.tfaas.api.v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tfaas.error.InvalidInputException;
import io.tfaas.model.Signature;
import io.tfaas.tensor.ElementType;
import io.tfaas.tensor.Elements;
import io.tfaas.tensor.Shape;
import io.tfaas.tensor.TensorSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as JSON: what they become, and what is refused with which sentence. */
final class InferReaderTest {

  private static final Signature SIGNATURE =
      new Signature(
          "serving_default",
          "",
          List.of(
              new TensorSpec("x", ElementType.FLOAT, Shape.of(Shape.FREE, Shape.FREE)),
              new TensorSpec("n", ElementType.INT8, Shape.of(Shape.FREE))),
          List.of(
              new TensorSpec("y", ElementType.FLOAT, Shape.of(Shape.FREE)),
              new TensorSpec("s", ElementType.STRING, Shape.of(Shape.FREE))));

  private static final String N =
      "{\"name\": \"n\", \"shape\": [1], \"datatype\": \"INT8\", \"data\": [1]}";

  private static final String X =
      "{\"name\": \"x\", \"shape\": [1,1], \"datatype\": \"FP32\", \"data\": [1]}";

  private final InferReader reader = new InferReader(/* maxDepth= */ 20);

  private InferRequest read(String json, Signature signature) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return reader.read(
        new InferBody(
            new ByteArrayInputStream(bytes), OptionalLong.empty(), OptionalLong.of(bytes.length)),
        signature);
  }

  private InferRequest read(String json) throws IOException {
    return read(json.replace('\'', '"'), SIGNATURE);
  }

  private Elements x(String input) throws IOException {
    InferRequest request = read("{'inputs': [" + input + ", " + N + "]}");
    return Elements.of(request.inputs().require("x"));
  }

  private static Signature of(ElementType type) {
    return new Signature(
        "serving_default",
        "",
        List.of(new TensorSpec("i", type, Shape.of(Shape.FREE))),
        List.of(new TensorSpec("o", type, Shape.of(Shape.FREE))));
  }

  private Elements read(ElementType type, int count, String data) throws IOException {
    String json =
        "{\"inputs\": [{\"name\": \"i\", \"shape\": [%d], \"datatype\": \"%s\", \"data\": %s}]}"
            .formatted(count, DataTypes.name(type), data);
    return Elements.of(read(json, of(type)).inputs().require("i"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'name':'x','shape':[2,2],'datatype':'FP32','data':[1,2,3,4]}",
        "{'name':'x','shape':[2,2],'datatype':'FP32','data':[[1,2],[3,4]]}",
        "{'data':[1,2,3,4],'datatype':'FP32','shape':[2,2],'name':'x'}",
        "{'data':[[1,2],[3,4.0]],'name':'x','shape':[2,2],'datatype':'FP32'}",
        "{'name':'x','data':[1,2e0,3,40E-1],'shape':[2,2],'other':{'a':[{}]},'datatype':'FP32'}",
      })
  void readsDataFlatOrNestedWhereverTheyStand(String input) throws IOException {
    Elements.Floats floats = (Elements.Floats) x(input);
    assertThat(floats.shape()).isEqualTo(Shape.of(2, 2));
    assertThat(floats.values()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void readsEmptyTensorsFlatOrNested() throws IOException {
    assertThat(x("{'name':'x','shape':[0,3],'datatype':'FP32','data':[]}").size()).isZero();
    assertThat(x("{'name':'x','shape':[2,0],'datatype':'FP32','data':[[],[]]}").size()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "INT8, -128, 127",
    "UINT8, 0, 255",
    "INT16, -32768, 32767",
    "UINT16, 0, 65535",
    "INT32, -2147483648, 2147483647",
    "UINT32, 0, 4294967295",
    "INT64, -9223372036854775808, 9223372036854775807"
  })
  void readsTheWholeRangeOfIntegersAndNoMore(ElementType type, long least, long most)
      throws IOException {
    String data = "[%d, %d]".formatted(least, most);
    assertThat(((Elements.Longs) read(type, 2, data)).values()).containsExactly(least, most);
    java.math.BigInteger one = java.math.BigInteger.ONE;
    for (Object outside :
        List.of(
            java.math.BigInteger.valueOf(least).subtract(one),
            java.math.BigInteger.valueOf(most).add(one))) {
      assertThatThrownBy(() -> read(type, 1, "[" + outside + "]"))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(
              "Value 1 (%s) is out of the range of input 'i' (%s)",
              outside, type.name().toLowerCase(Locale.ROOT));
    }
  }

  @Test
  void readsUnsignedLongsBeyondSignedOnes() throws IOException {
    Elements.Longs longs = (Elements.Longs) read(ElementType.UINT64, 1, "[18446744073709551615]");
    assertThat(longs.values()).containsExactly(-1);
    assertThatThrownBy(() -> read(ElementType.UINT64, 1, "[18446744073709551616]"))
        .hasMessageContaining("out of the range of input 'i' (uint64)");
    assertThatThrownBy(() -> read(ElementType.UINT64, 1, "[-1]"))
        .hasMessage("Value 1 (-1) is out of the range of input 'i' (uint64)");
  }

  @Test
  void readsIntegersWrittenAsWholeFloats() throws IOException {
    Elements.Longs longs = (Elements.Longs) read(ElementType.INT32, 2, "[1.0, -2e3]");
    assertThat(longs.values()).containsExactly(1, -2000);
    assertThatThrownBy(() -> read(ElementType.INT32, 1, "[1.5]"))
        .hasMessage("Value 1 (1.5) is not a whole number, which input 'i' (int32) takes");
  }

  @ParameterizedTest
  @CsvSource({"FLOAT, 1e39", "HALF, 65520", "BFLOAT16, 3.4e38", "DOUBLE, 1e400", "FLOAT, -1e400"})
  void refusesNumbersOutOfTheRangeOfAFloat(ElementType type, String number) {
    assertThatThrownBy(() -> read(type, 1, "[" + number + "]"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is out of the range of input 'i'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"FLOAT", "HALF", "BFLOAT16"})
  void readsWhatJsonHasNoNumberForInBothSpellings(String type) throws IOException {
    String data = "[\"NaN\", \"-Infinity\", NaN, Infinity]";
    Elements.Floats floats = (Elements.Floats) read(ElementType.valueOf(type), 4, data);
    assertThat(floats.values())
        .containsExactly(Float.NaN, Float.NEGATIVE_INFINITY, Float.NaN, Float.POSITIVE_INFINITY);
  }

  @Test
  void readsHalvesAsNumbers() throws IOException {
    Elements.Floats floats = (Elements.Floats) read(ElementType.HALF, 2, "[1.5, -65504]");
    assertThat(floats.values()).containsExactly(1.5f, -65504f);
  }

  @Test
  void readsStringsAsUtf8AndOthersFromBase64() throws IOException {
    Elements.Strings strings =
        (Elements.Strings)
            read(
                ElementType.STRING,
                3,
                "[\"h\u00e9\\u0000\ud83d\ude00\", \"\", {\"b64\": \"/wA=\"}]");
    assertThat(strings.values()[0])
        .isEqualTo("h\u00e9\u0000\ud83d\ude00".getBytes(StandardCharsets.UTF_8));
    assertThat(strings.values()[1]).isEmpty();
    assertThat(strings.values()[2]).containsExactly(0xff, 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "STRING | [1] | Value 1 of input 'i' is not a string or {\"b64\": base64}, which BYTES takes",
        "STRING | [\"\\ud800\"] | Value 1 of input 'i' is not Unicode text, which BYTES takes",
        "STRING | [{\"b64\": \"%\"}] | Value 1 of input 'i' is not a string or {\"b64\": base64}, which BYTES takes",
        "STRING | [{\"x\": \"\"}] | Value 1 of input 'i' is not a string or {\"b64\": base64}, which BYTES takes",
        "BOOL | [1] | Value 1 of input 'i' is not true or false, which BOOL takes",
        "INT32 | [true] | Value 1 of input 'i' is not a number, which INT32 takes",
        "INT32 | [\"1\"] | Value 1 of input 'i' is not a number, which INT32 takes",
        "FLOAT | [null] | Value 1 of input 'i' is not a number, which FP32 takes",
        "FLOAT | [{}] | Value 1 of input 'i' is not a number, which FP32 takes",
        "FLOAT | 1 | Input 'i' has 'data' that are not an array",
        "FLOAT | [1, 2] | Input 'i' has 2 values, its shape [1] takes 1",
        "FLOAT | [[1]] | The data of input 'i' are nested as [1,1], its shape is [1]; nest them so or give one array",
        "FLOAT | [1, [2]] | The data of input 'i' are ragged: arrays of one level differ in length or depth",
        "FLOAT | [[1], 2] | The data of input 'i' are ragged: arrays of one level differ in length or depth",
        "FLOAT | [[1], [2, 3]] | The data of input 'i' are ragged: arrays of one level differ in length or depth",
        "FLOAT | [[], [[1]]] | The data of input 'i' are ragged: arrays of one level differ in length or depth",
        "COMPLEX64 | [1] | Input 'i' takes complex64 values, which JSON cannot give; send binary data",
      })
  void refusesWrongData(ElementType type, String data, String sentence) {
    assertThatThrownBy(() -> read(type, 1, data))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | The request is not a JSON object; expected {\"inputs\": [{\"name\": …, \"shape\": …, \"datatype\": …, \"data\": …}]}",
        "{} | The request lacks inputs of the model: n, x",
        "{'inputs': [<n>]} | The request lacks inputs of the model: x",
        "{'inputs': {}} | 'inputs' is not an array",
        "{'inputs': [1]} | Input 1 is not a JSON object",
        "{'inputs': [<n>, {'name': 'z'}]} | Input 2 is not one of the model's, which are: n, x",
        "{'inputs': [<n>, <n>]} | The input 'n' is given twice",
        "{'inputs': [<n>, <x>], 'inputs': [<n>]} | The input 'n' is given twice",
        "{'inputs': [{'name': 1}]} | Input 1 has a 'name' that is not a string",
        "{'inputs': [{}]} | Input 1 has no 'name'",
        "{'inputs': [{'name':'n','datatype':'INT8','data':[1]}]} | Input 'n' has no 'shape'",
        "{'inputs': [{'name':'n','shape':[1],'data':[1]}]} | Input 'n' has no 'datatype'",
        "{'inputs': [{'name':'n','shape':[1],'datatype':'INT8'}]} | Input 'n' has no 'data'",
        "{'inputs': [{'name':'n','shape':[1],'datatype':'INT16','data':[1]}]} | Input 'n' takes INT8, the request gives INT16",
        "{'inputs': [{'name':'n','shape':[1],'datatype':'TEXT','data':[1]}]} | Input 'n' has an unknown datatype; the model takes INT8",
        "{'inputs': [{'name':'n','shape':[1],'datatype':'INT8','data':[1],'data':[1]}]} | Input 'n' has 'data' twice",
        "{'inputs': [{'name':'x','data':[1.5],'name':'n','shape':[1],'datatype':'INT8'}]} | Input 'x' has 'name' twice",
        "{'inputs': [{'data':[1e99999999999],'name':'n','shape':[1],'datatype':'INT8'}]} | Value 1 (Infinity) is not a whole number, which input 'n' (int8) takes",
        "{'inputs': [{'name':'n','shape':[1],'shape':[2],'datatype':'INT8','data':[1]}]} | Input 'n' has 'shape' twice",
        "{'inputs': [{'name':'n','shape':[1],'datatype':'INT8','datatype':'INT8','data':[1]}]} | Input 'n' has 'datatype' twice",
        "{'inputs': [{'name':'n','shape':1,'datatype':'INT8','data':[1]}]} | Input 'n' has a 'shape' that is not an array of lengths",
        "{'inputs': [{'name':'n','shape':['1'],'datatype':'INT8','data':[1]}]} | Input 'n' has a 'shape' with what is not a whole number",
        "{'inputs': [{'name':'n','shape':[-1],'datatype':'INT8','data':[1]}]} | Input 'n' has a 'shape' with the length -1; a length is 0 or more",
        "{'inputs': [{'name':'n','shape':[99999999999999999999],'datatype':'INT8','data':[1]}]} | Input 'n' has a 'shape' too large for any tensor",
        "{'inputs': [{'shape':[0,1000000000],'name':'x','datatype':'FP32','data':[]}]} | Input 1 has a 'shape' too large for any tensor",
        "{'inputs': [{'shape':[0,4611686018427387904,4],'name':'x','datatype':'FP32','data':[]}]} | Input 1 has a 'shape' too large for any tensor",
        "{'inputs': [{'name':'n','shape':[1,1],'datatype':'INT8','data':[1]}]} | Input 'n' takes the shape [?] (?: any length), the request gives [1,1]",
        "{'inputs': [{'name':'n','shape':[1],'datatype':'INT8','data':[1],'parameters':{'binary_data_size':1}}]} | Input 'n' has both 'data' and 'binary_data_size'",
        "{'inputs': [{'name':'n','shape':[1],'datatype':'INT8','parameters':{'binary_data_size':2}}]} | Input 'n' has binary_data_size 2, its shape [1] takes 1 bytes of INT8",
        "{'inputs': [{'name':'n','shape':[1],'datatype':'INT8','parameters':{'binary_data_size':-1}}]} | Input 'n' has a parameter 'binary_data_size' that is not a whole number of 0 or more",
        "{'inputs': [<x>,{'name':'n','shape':[1],'datatype':'INT8','parameters':{'binary_data_size':1}}]} | Input 'n' has binary_data_size, but the request has no header Inference-Header-Content-Length",
        "{'inputs': [{'name':'n','shape':[1],'datatype':'INT8','parameters':{'shared_memory_region':'r'}}]} | Input 'n' has a parameter 'shared_memory_region', which this server does not support",
        "{'inputs': [<n>, <x>], 'id': 4} | The 'id' of the request is not a string",
        "{'inputs': [<n>, <x>], 'parameters': []} | The request has 'parameters' that are not a JSON object",
        "{'inputs': [<n>, <x>], 'parameters': {'a': [1]}} | The request has a parameter 'a' that is neither a string, a number nor true or false",
        "{'inputs': [<n>, <x>], 'parameters': {'binary_data_output': 1}} | The request has a parameter 'binary_data_output' that is not true or false",
        "{'inputs': [<n>, <x>], 'parameters': {'priority': 1.5}} | The request has a parameter 'priority' that is not a whole number of 0 or more",
        "{'inputs': [<n>, <x>], 'outputs': {}} | 'outputs' is not an array",
        "{'inputs': [<n>, <x>], 'outputs': ['y']} | Output 1 is not a JSON object",
        "{'inputs': [<n>, <x>], 'outputs': [{}]} | Output 1 is not one of the model's, which are: s, y",
        "{'inputs': [<n>, <x>], 'outputs': [{'name': 'y'}, {'name': 'y'}]} | The output 'y' is asked for twice",
        "{'inputs': [<n>, <x>], 'outputs': [{'name': 's', 'parameters': {'classification': 1}}]} | The output 's' is BYTES, which has no largest elements to classify by",
        "{'inputs': [<n>, <x>]} 1 | The JSON goes on after the request's object",
      })
  void refusesWrongRequests(String json, String sentence) {
    assertThatThrownBy(() -> read(json.replace("<n>", N).replace("<x>", X)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(sentence);
  }

  @Test
  void asksForAllOutputsUnlessSomeAreListed() throws IOException {
    String inputs = "'inputs': [" + N + ", " + X + "]";
    InferRequest all = read("{'parameters': {'binary_data_output': true}, " + inputs + "}");
    assertThat(all.outputs()).extracting(output -> output.spec().name()).containsExactly("s", "y");
    assertThat(all.outputs()).allMatch(RequestedOutput::binary);
    InferRequest one =
        read(
            "{'parameters': {'binary_data_output': true}, 'outputs': [{'name': 'y'}], "
                + inputs
                + "}");
    assertThat(one.outputs())
        .containsExactly(
            new RequestedOutput(SIGNATURE.outputs().get(1), /* binary= */ false, /* classes= */ 0));
  }

  @Test
  void takesNullForWhatMayBeLeftOut() throws IOException {
    InferRequest request =
        read("{'id': null, 'parameters': null, 'outputs': null, 'inputs': [" + N + ", " + X + "]}");
    assertThat(request.id()).isEmpty();
    assertThat(request.outputs()).hasSize(2);
  }

  @Test
  void refusesDeepNesting() {
    assertThatThrownBy(() -> read(ElementType.FLOAT, 1, "[".repeat(30)))
        .isInstanceOf(com.fasterxml.jackson.core.exc.StreamConstraintsException.class);
  }
}
