package io.tfaas.api.tfserving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A status and a sentence for everything that can be wrong with a request. */
final class BadInputApiTest extends ConformanceModels {

  private static final String FLOAT = "pr_float:predict";
  private static final String PAIR = "pr_int_tensor_str_tensor:predict";
  private static final String TEXT = "pr_string:predict";

  @Override
  List<String> models() {
    return List.of(
        "echo_classify",
        "pr_float",
        "pr_half",
        "pr_int32",
        "pr_int_tensor_str_tensor",
        "pr_none",
        "pr_string",
        "pr_uint64",
        "rs017",
        "rs026");
  }

  @TestFactory
  Stream<DynamicTest> names() {
    return Stream.of(
        refused("nope:predict", "{}", 404, "No such model: 'nope'"),
        refused(".hidden:predict", "{}", 404, "No such model: '.hidden'"),
        refused("modelname/versions/98:predict", "{}", 404, "Model 'modelname' has no version 98"),
        refused(
            "modelname/versions/18446744073709551615:predict",
            "{}",
            400,
            "Version 18446744073709551615 is out of the range of int64"),
        refused(
            "modelname/labels/nope:predict",
            "{}",
            404,
            "Model 'modelname' has no version with the label 'nope'"),
        refused(
            FLOAT,
            "{'signature_name': 'nope', 'inputs': [1]}",
            400,
            "Model 'pr_float' has no signature 'nope'; it has: serving_default"),
        refused(
            "modelname:foretell",
            "{}",
            400,
            "Malformed request: POST /v1/models/modelname:foretell; paths are"
                + " /v1/models/MODEL[/versions/N|/labels/L], with /metadata or :predict,"
                + " :classify or :regress behind"));
  }

  @TestFactory
  Stream<DynamicTest> bodies() {
    return Stream.of(
        refused(FLOAT, "", 400, "The body is empty; expected a JSON object"),
        refused(FLOAT, "[1]", 400, "The body is not a JSON object"),
        refused(FLOAT, "{'inputs': [1,,2]}", 400, "The body is not JSON: line 1, column 15"),
        refused(FLOAT, "{'inputs': [1]} x", 400, "The body goes on after the JSON object"),
        refused(FLOAT, "{'inputs': [1]}{}", 400, "The body goes on after the JSON object"),
        refused(
            FLOAT,
            "{'inputs': " + "[".repeat(100) + "]".repeat(100) + "}",
            400,
            "The JSON is nested too deeply, or holds a number or name that is too long"),
        refused(
            FLOAT,
            "{}",
            400,
            "The body has no data; give 'instances', a list of rows, or 'inputs'"),
        refused(
            FLOAT,
            "{'inputs': [1], 'instances': [1]}",
            400,
            "The data are given twice; give either 'instances' or 'inputs', once"),
        refused(
            FLOAT,
            "{'signature_name': ['a'], 'inputs': [1]}",
            400,
            "'signature_name' is a list; it takes a string"));
  }

  @TestFactory
  Stream<DynamicTest> inputs() {
    return Stream.of(
        refused(
            PAIR,
            "{'inputs': {'int_tensor': [1]}}",
            400,
            "'inputs' lacks input 'str_tensor'; signature 'serving_default' takes int_tensor,"
                + " str_tensor"),
        refused(
            PAIR,
            "{'inputs': [1]}",
            400,
            "'inputs' gives values without names; signature 'serving_default' takes int_tensor,"
                + " str_tensor"),
        refused(
            PAIR,
            "{'instances': [{'int_tensor': 1, 'str_tensor': 'a'}, {'int_tensor': 1}]}",
            400,
            "Row 2 of 'instances' lacks input 'str_tensor'"),
        refused(
            FLOAT,
            "{'instances': [{'wrong': 1}]}",
            400,
            "Row 1 of 'instances' has an unknown input 'wrong'; signature 'serving_default' takes"
                + " default"),
        refused(
            FLOAT,
            "{'instances': [{'default': 1, 'default': 2}]}",
            400,
            "Row 1 of 'instances' gives input 'default' twice"),
        refused(
            FLOAT,
            "{'inputs': {'default': 1, 'default': 2}}",
            400,
            "'inputs' gives input 'default' twice"),
        refused(
            "pr_none:predict",
            "{'instances': [1]}",
            400,
            "'instances' gives values without names; signature 'serving_default' takes no inputs"),
        refused(
            FLOAT,
            "{'instances': []}",
            400,
            "'instances' is empty; it takes an element for each row"));
  }

  @TestFactory
  Stream<DynamicTest> values() {
    return Stream.of(
        refused(
            FLOAT,
            "{'inputs': [1, true]}",
            400,
            "Value 2 of input 'default' is a truth value; the input takes float32 values"),
        refused(
            "pr_int32:predict",
            "{'inputs': [1.0]}",
            400,
            "Value 1 of input 'default' is the number 1.0; the input takes int32 values"),
        refused(
            TEXT,
            "{'inputs': [1]}",
            400,
            "Value 1 of input 'default' is the number 1; the input takes string values"),
        refused(
            "pr_int32:predict",
            "{'inputs': [2147483648]}",
            400,
            "Value 1 (2147483648) is out of the range of input 'default' (int32)"),
        refused(
            "pr_uint64:predict",
            "{'inputs': [-1]}",
            400,
            "Value 1 (-1) is out of the range of input 'default' (uint64)"),
        refused(
            "pr_half:predict",
            "{'inputs': [70000]}",
            400,
            "Value 1 (70000.0) is out of the range of input 'default' (float16)"),
        refused(
            FLOAT,
            "{'inputs': [1e999]}",
            400,
            "Value 1 (1e999) of input 'default' is out of the range of floating-point numbers"),
        refused(
            TEXT,
            "{'inputs': [{'b64': '-_-_'}]}",
            400,
            "Value 1 of input 'default' is not base64 of the standard alphabet"),
        refused(
            FLOAT,
            "{'inputs': [[1, 2], [3]]}",
            400,
            "The lists of input 'default' are ragged: one has 2 elements, another beside it 1"),
        refused(
            FLOAT,
            "{'inputs': [[1, 2], 3]}",
            400,
            "The lists of input 'default' are not nested alike: what comes after 2 values is a"
                + " value where others have a list"));
  }

  @TestFactory
  Stream<DynamicTest> outputs() {
    return Stream.of(
        refused(
            "rs017:predict",
            "{'instances': [1]}",
            400,
            "The outputs have 0 and 1 rows, which 'predictions' cannot tell; send 'inputs' instead"
                + " of 'instances'"),
        refused(
            "rs026:predict",
            "{'instances': [1]}",
            400,
            "Output 'b' is one value for all rows, which 'predictions' cannot tell; send 'inputs'"
                + " instead of 'instances'"));
  }

  @TestFactory
  Stream<DynamicTest> examples() {
    String classify = "echo_classify:classify";
    return Stream.of(
        refused(
            classify,
            "{}",
            400,
            "'examples' is missing; it takes a list of objects, a feature for each key"),
        refused(
            classify,
            "{'examples': []}",
            400,
            "'examples' is empty; it takes a list of objects, a feature for each key"),
        refused(
            classify,
            "{'examples': [1]}",
            400,
            "Example 1 is the number 1; it takes an object of features"),
        refused(
            classify,
            "{'examples': [{'x': [1, 1.5]}]}",
            400,
            "The feature 'x' mixes whole-number and floating-point values; write whole numbers"
                + " among others as 1.0"),
        refused(
            classify,
            "{'examples': [{'x': null}]}",
            400,
            "A value of feature 'x' is null; features are strings, numbers, or lists of one kind"),
        refused(
            classify,
            "{'examples': [{'x': 9223372036854775808}]}",
            400,
            "The feature 'x' has a number out of the range of int64"),
        refused(
            "echo_classify:regress",
            "{'examples': [{'x': 1}]}",
            400,
            "Signature 'serving_default' is for classify, not for regress; name one that is in"
                + " signature_name"),
        refused(
            classify,
            "{'context': {'c': '"
                + "c".repeat(1 << 20)
                + "'}, 'examples': [{}"
                + ",{}".repeat(300)
                + "]}",
            413,
            "'context' is too large to go with each of 301 examples: 256 MiB is the limit for all"));
  }

  private DynamicTest refused(String call, String body, int status, String sentence) {
    String shown = body.length() <= 60 ? body : body.substring(0, 60) + "…";
    return dynamicTest(
        call + " " + shown,
        () -> {
          HttpResponse<byte[]> reply = post("/v1/models/" + call, body.replace('\'', '"'));
          String expected = sentence.replace("\"", "\\\"");
          assertThat(text(reply)).isEqualTo("{\"error\": \"" + expected + "\"}\n");
          assertThat(reply.statusCode()).isEqualTo(status);
        });
  }
}
