package io.tfaas.api.v2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tfaas.testing.Samples;
import io.tfaas.testing.ServerTest;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MetricsApiTest extends ServerTest {

  private static final String QUOTED = "a \"b\"";

  @Override
  protected void prepare(Path models) {
    Samples.copy(Samples.path("half_plus_two"), models.resolve("half_plus_two"));
    Samples.copy(Samples.path("half_plus_two"), models.resolve(QUOTED));
    Samples.copy(Samples.resource("/conformance/models/simple"), models.resolve("simple"));
  }

  private String metrics() {
    return text(get("/metrics"));
  }

  private long value(String name, Map<String, String> labels) {
    return MetricSamples.of(metrics()).value("nv_inference_" + name, labels);
  }

  private void call(String model, String instances) {
    String body = "{\"instances\": " + instances + "}";
    HttpResponse<byte[]> reply = post("/v1/models/" + model + ":predict", body);
    assertThat(reply.statusCode()).as(text(reply)).isEqualTo(200);
  }

  @Test
  void showTheFiguresOfTheStatistics() {
    call("half_plus_two", "[1, 2, 3]");
    call("half_plus_two", "[4]");

    JsonNode stats =
        Replies.at(Replies.parse(text(get("/v2/models/half_plus_two/stats"))), "model_stats.0");
    Map<String, String> labels =
        Map.of("model", "half_plus_two", "version", stats.get("version").textValue());
    assertThat(value("count", labels)).isEqualTo(4);
    assertThat(value("exec_count", labels)).isEqualTo(2);
    assertThat(value("request_success", labels)).isEqualTo(2);
    assertThat(value("pending_request_count", labels)).isZero();
    for (String part : List.of("queue", "compute_input", "compute_infer", "compute_output")) {
      assertThat(value(part + "_duration_us", labels))
          .isEqualTo(Replies.at(stats, "inference_stats." + part + ".ns").longValue() / 1000);
    }
    assertThat(value("request_duration_us", labels))
        .isEqualTo(Replies.at(stats, "inference_stats.success.ns").longValue() / 1000);
  }

  @Test
  void countFailuresByReason() {
    String row = "[" + "1,".repeat(15) + "1]";
    String twoAndThreeRows =
        "{\"inputs\": {\"INPUT0\": [%1$s, %1$s], \"INPUT1\": [%1$s, %1$s, %1$s]}}".formatted(row);
    HttpResponse<byte[]> reply = post("/v1/models/simple:predict", twoAndThreeRows);

    Map<String, String> other = Map.of("model", "simple", "version", "1", "reason", "OTHER");
    Map<String, String> backend = Map.of("model", "simple", "version", "1", "reason", "BACKEND");
    assertThat(reply.statusCode()).as(text(reply)).isEqualTo(400);
    assertThat(value("request_failure", other)).isEqualTo(1);
    assertThat(value("request_failure", backend)).isZero();
  }

  @Test
  void escapeNamesOfModels() {
    assertThat(metrics()).contains("nv_inference_count{model=\"a \\\"b\\\"\",version=\"");
  }

  @Test
  void haveATypeAndAHelpBeforeEachFamily() {
    List<String> lines = metrics().lines().toList();
    List<String> heads = lines.stream().filter(line -> line.startsWith("# TYPE ")).toList();
    assertThat(heads)
        .hasSize(10)
        .contains("# TYPE nv_inference_pending_request_count gauge")
        .filteredOn(line -> line.endsWith(" counter"))
        .hasSize(9);
    assertThat(lines).filteredOn(line -> line.startsWith("# HELP ")).hasSize(10);
  }

  @Test
  void areOfPrometheusMediaType() {
    assertThat(get("/metrics").headers().firstValue("Content-Type").orElse("").split(";"))
        .containsExactlyInAnyOrder("text/plain", "version=0.0.4", "charset=utf-8");
    HttpRequest.Builder asPrometheus =
        request("/metrics")
            .header("Accept", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5");
    assertThat(send(asPrometheus).statusCode()).isEqualTo(200);
  }
}
