package io.tfaas.api.tfserving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tfaas.testing.Samples;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every shape of a reply, byte for byte as a file of golden/v1 has it. */
final class GoldenApiTest extends ConformanceModels {

  @Override
  List<String> models() {
    return List.of("cl001", "rg001", "rs001", "rs007", "rs012", "rs020", "rs021");
  }

  @TestFactory
  Stream<DynamicTest> predictions() {
    return Stream.of(
        posted("predict_rows", HALF_PLUS_TWO + ":predict", "{'instances': [[1.0, 2.0], [3, 4]]}"),
        posted("predict_rows_named", "/v1/models/rs012:predict", "{'instances': [1.0, 1.0]}"),
        posted("predict_columns", "/v1/models/rs001:predict", "{'inputs': [1.0, 1.0]}"),
        posted("predict_columns_named", "/v1/models/rs012:predict", "{'inputs': [1.0, 1.0]}"),
        posted("predict_scalar", HALF_PLUS_TWO + ":predict", "{'inputs': 2.0}"),
        posted("predict_floats", "/v1/models/rs020:predict", "{'inputs': [1.0]}"),
        posted("predict_doubles", "/v1/models/rs021:predict", "{'inputs': [1.0]}"),
        posted("predict_not_finite", "/v1/models/rs007:predict", "{'inputs': [1.0]}"));
  }

  @TestFactory
  Stream<DynamicTest> results() {
    return Stream.of(
        posted("classify", "/v1/models/cl001:classify", "{'examples': [{'x': 1.0}, {'x': 1.0}]}"),
        posted(
            "classify_scores",
            HALF_PLUS_TWO + ":classify",
            "{'signature_name': 'classify_x_to_y', 'examples': [{'x': 20.0}]}"),
        posted(
            "regress",
            HALF_PLUS_TWO + ":regress",
            "{'signature_name': 'regress_x_to_y', 'examples': [{'x': 80.0}, {'x': 1.0}]}"));
  }

  @TestFactory
  Stream<DynamicTest> statesAndSignatures() {
    return Stream.of(
        compared("status", () -> get(HALF_PLUS_TWO)),
        compared("models", () -> get("/v1/models")),
        compared("metadata", () -> get("/v1/models/modelname/metadata")),
        posted("error", "/v1/models/nope:predict", "{}"));
  }

  private DynamicTest posted(String golden, String path, String body) {
    return compared(golden, () -> post(path, body.replace('\'', '"')));
  }

  private static DynamicTest compared(String golden, Supplier<HttpResponse<byte[]>> call) {
    return dynamicTest(
        golden,
        () -> {
          HttpResponse<byte[]> reply = call.get();
          assertThat(text(reply)).isEqualTo(Samples.textOf("/golden/v1/" + golden + ".json"));
          assertThat(reply.headers().firstValue("Content-Type")).hasValue("application/json");
        });
  }
}
