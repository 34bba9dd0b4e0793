package io.tfaas.api.v2;

import static org.assertj.core.api.Assertions.assertThat;

import io.tfaas.testing.Samples;
import io.tfaas.testing.ServerTest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every shape of reply, byte for byte as the files of golden/v2 have it. */
final class GoldenApiTest extends ServerTest {

  @Override
  protected void prepare(Path models) {
    for (String name :
        List.of("simple", "identity_fp32", "nan_inf", "bytes_ff", "identity_uint64", "labelled")) {
      Samples.copy(Samples.resource("/conformance/models/" + name), models.resolve(name));
    }
  }

  private static void check(String golden, String reply) {
    assertThat(reply.strip()).isEqualTo(Samples.textOf("/golden/v2/" + golden + ".json").strip());
  }

  private static String input(String datatype, String shape, String data) {
    return "\"inputs\":[{\"name\":\"INPUT0\",\"datatype\":\"%s\",\"shape\":%s,\"data\":%s}]"
        .formatted(datatype, shape, data);
  }

  private HttpResponse<byte[]> infer(String model, String json) {
    return post("/v2/models/" + model + "/infer", "{" + json + "}");
  }

  @ParameterizedTest
  @CsvSource({
    "live, /v2/health/live",
    "ready, /v2/health/ready",
    "server, /v2",
    "server, /v2/",
    "model, /v2/models/simple",
    "model, /v2/models/simple/versions/1",
    "model-ready, /v2/models/simple/ready",
    "model-ready, /v2/models/simple/versions/1/ready",
    "error, /v2/models/nope",
    "error, /v2/models/nope/ready",
    "error, /v2/models/nope/stats",
  })
  void answersAGet(String golden, String path) {
    check(golden, text(get(path)).replaceFirst("\"\\d+\\.\\d+\\.\\d+[^\"]*\"", "\"VERSION\""));
  }

  @Test
  void infersWithJson() {
    String json = "\"id\":\"7\"," + input("FP32", "[2,1]", "[[0.1],[-2]]");
    check("infer", text(infer("identity_fp32", json)));
    check("infer", text(post("/v2/models/identity_fp32/versions/1/infer", "{" + json + "}")));
  }

  @Test
  void infersWithBinaryOutputs() {
    String binary = "\"parameters\":{\"binary_data_output\":true},";
    HttpResponse<byte[]> reply =
        infer("identity_fp32", binary + input("FP32", "[2,1]", "[0.1,-2]"));
    int length = (int) reply.headers().firstValueAsLong(InferBody.JSON_LENGTH).orElseThrow();
    check("infer-binary", new String(Arrays.copyOf(reply.body(), length), StandardCharsets.UTF_8));
    check("infer-empty", text(infer("identity_fp32", binary + input("FP32", "[1,0]", "[]"))));
  }

  @Test
  void infersWhatJsonHasNoNumberOrStringFor() {
    check("infer-no-numbers", text(infer("nan_inf", input("FP32", "[1]", "[1]"))));
    check("infer-not-utf8", text(infer("bytes_ff", input("FP32", "[1,1]", "[1]"))));
    String largest = input("UINT64", "[1,2]", "[0,18446744073709551615]");
    check("infer-unsigned", text(infer("identity_uint64", largest)));
  }

  @Test
  void classifies() {
    String outputs = "\"outputs\":[{\"name\":\"OUTPUT0\",\"parameters\":{\"classification\":2}}],";
    String json = outputs + input("FP32", "[2,3]", "[0.1,0.7,0.2,3,-1,3]");
    check("classification", text(infer("labelled", json)));
  }

  @Test
  void listsTheRepository() {
    for (String name : List.of("identity_fp32", "nan_inf", "identity_uint64", "labelled")) {
      assertThat(delete("/delete/" + name).statusCode()).isEqualTo(200);
    }
    HttpResponse<byte[]> unloaded = post("/v2/repository/models/bytes_ff/unload", "");
    assertThat(unloaded.statusCode()).isEqualTo(200);
    assertThat(unloaded.body()).isEmpty();
    check("index", text(post("/v2/repository/index", "")));
    check("index-ready", text(post("/v2/repository/index", "{\"ready\":true}")));
    HttpResponse<byte[]> ready = get("/v2/models/bytes_ff/ready");
    assertThat(ready.statusCode()).isEqualTo(503);
    check("model-not-ready", text(ready));
    assertThat(post("/v2/repository/models/bytes_ff/load", "{}").statusCode()).isEqualTo(200);
    assertThat(get("/v2/models/bytes_ff/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void countsCalls() {
    String ones = "\"datatype\":\"INT32\",\"shape\":[3,16],\"data\":[" + "1,".repeat(47) + "1]}";
    HttpResponse<byte[]> reply =
        infer(
            "simple",
            "\"inputs\":[{\"name\":\"INPUT0\"," + ones + ",{\"name\":\"INPUT1\"," + ones + "]");
    assertThat(reply.statusCode()).as(text(reply)).isEqualTo(200);
    for (String path : List.of("/v2/models/simple/stats", "/v2/models/simple/versions/1/stats")) {
      check("stats", masked(text(get(path))));
    }
    assertThat(Replies.parse(text(get("/v2/models/stats"))).get("model_stats")).hasSize(6);
  }

  /* Times, and whether the call waited, are not the same at each run. */
  private static String masked(String stats) {
    return stats
        .replaceAll("\"ns\":[1-9]\\d*", "\"ns\":N")
        .replaceAll("\"last_inference\":[1-9]\\d+", "\"last_inference\":N")
        .replaceAll("(\"(queue|compute_input|compute_output)\":\\{\"count\":\\d+,\"ns\":)0", "$1N")
        .replaceAll("\"queue\":\\{\"count\":\\d+", "\"queue\":{\"count\":N");
  }
}
