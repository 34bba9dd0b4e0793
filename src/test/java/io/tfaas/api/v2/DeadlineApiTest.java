package io.tfaas.api.v2;

import static org.assertj.core.api.Assertions.assertThat;

import io.tfaas.testing.Samples;
import io.tfaas.testing.ServerTest;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a request says of the time it has, in each of the ways; its call takes longer. */
final class DeadlineApiTest extends ServerTest {

  private static final int STEPS = 400;

  @Override
  protected Map<String, String> settings() {
    return Map.of("tfaas.concurrent-calls", "1");
  }

  @Override
  protected void prepare(Path models) {
    Samples.copy(Samples.path("slow"), models.resolve("slow"));
  }

  private static HttpRequest.BodyPublisher row() {
    return BodyPublishers.ofString(
        "{\"keys\": [\"steps\", \"x\"], \"values\": [%d, 1], \"model\": \"slow\"}"
            .formatted(STEPS));
  }

  /* The first call shows the server how long the model takes; the others leave its thread. */
  private void assertTooLate(HttpRequest.Builder request, String given) {
    assertThat(send(request("/json").POST(row())).statusCode()).isEqualTo(200);
    HttpResponse<byte[]> reply = send(request);
    assertThat(reply.statusCode()).isEqualTo(504);
    assertThat(Replies.parse(text(reply)).path("error").asText())
        .isEqualTo("The model did not answer within " + given + " ms, the time this request has");
  }

  @Test
  void millisecondsInTheHeader() {
    assertTooLate(request("/json").header("X-Request-Timeout", "20").POST(row()), "20");
  }

  @Test
  void aNumberWithItsUnitInTheHeader() {
    assertTooLate(request("/json").header("X-Request-Timeout", "3000us").POST(row()), "3");
  }

  @Test
  void whatEnvoyGivesTheRequest() {
    assertTooLate(
        request("/json").header("X-Envoy-Expected-Rq-Timeout-Ms", "20").POST(row()), "20");
  }

  @Test
  void theHeaderOfARequestToTensorFlowServingsInterface() {
    assertTooLate(
        request("/v1/models/slow:predict")
            .header("X-Request-Timeout", "20ms")
            .POST(
                BodyPublishers.ofString(
                    "{\"inputs\": {\"x\": [[1.0]], \"steps\": %d}}".formatted(STEPS))),
        "20");
  }

  private HttpRequest.Builder infer(String parameters) {
    return request("/v2/models/slow/infer")
        .POST(
            BodyPublishers.ofString(
                """
                {"parameters": %s, "inputs": [
                  {"name": "x", "datatype": "FP32", "shape": [1, 1], "data": [1]},
                  {"name": "steps", "datatype": "INT32", "shape": [], "data": [%d]}]}"""
                    .formatted(parameters, STEPS)));
  }

  @Test
  void microsecondsInTheParameterOfTriton() {
    assertTooLate(infer("{\"timeout\": 20000}"), "20");
  }

  @Test
  void theShorterOfTwoHolds() {
    assertTooLate(infer("{\"timeout\": 60000000}").header("X-Request-Timeout", "20"), "20");
  }

  @Test
  void aTimeoutOfZeroIsNone() {
    assertThat(send(infer("{\"timeout\": 0}")).statusCode()).isEqualTo(200);
  }
}
