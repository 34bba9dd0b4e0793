package io.tfaas.api.tfserving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tfaas.testing.Samples;
import io.tfaas.testing.ServerTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The cases of conformance/tfserving.jsonl, a test for each that can be run. */
final class ConformanceApiTest extends ServerTest {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  @Override
  protected void prepare(Path models) {
    Samples.copyChildren(Samples.resource("/conformance/models"), models);
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of(
        "tfaas.model-config-file", Samples.resource("/conformance/labels.config").toString());
  }

  @TestFactory
  Stream<DynamicTest> cases() {
    return Samples.textOf("/conformance/tfserving.jsonl")
        .lines()
        .map(ConformanceApiTest::parse)
        .filter(node -> !node.has("skip"))
        .map(node -> dynamicTest(node.get("id").textValue(), () -> check(node)));
  }

  private void check(JsonNode node) {
    JsonNode expected = node.get("expect");
    HttpResponse<byte[]> reply = call(node.get("request"));
    String told = reply.statusCode() + " " + text(reply);
    assertThat(statuses(expected)).as(told).contains(reply.statusCode());
    if (reply.statusCode() >= 400) {
      assertThat(parse(text(reply)).path("error").asText()).as(told).isNotEmpty();
      return;
    }
    JsonNode body = parse(text(reply));
    if (expected.has("body")) {
      Likeness.check(parse(expected.get("body").textValue()), body, Likeness.Fields.EXACTLY);
    }
    if (expected.has("json_subset")) {
      Likeness.check(expected.get("json_subset"), body, Likeness.Fields.AT_LEAST);
    }
    if (expected.has("delta")) {
      double second = parse(text(call(node.get("request")))).get("outputs").doubleValue();
      assertThat(second - body.get("outputs").doubleValue())
          .isEqualTo(expected.get("delta").doubleValue());
    }
    if (expected.has("results_len")) {
      assertThat(body.get("results")).hasSize(expected.get("results_len").intValue());
    }
  }

  private static Set<Integer> statuses(JsonNode expected) {
    Set<Integer> statuses = new HashSet<>(List.of(expected.get("status").intValue()));
    expected.path("accept_status").forEach(status -> statuses.add(status.intValue()));
    return statuses;
  }

  private HttpResponse<byte[]> call(JsonNode asked) {
    HttpRequest.Builder request = request(asked.get("path").textValue());
    asked
        .path("headers")
        .fields()
        .forEachRemaining(field -> request.header(field.getKey(), field.getValue().textValue()));
    String method = asked.get("method").textValue();
    return send(
        request.method(
            method,
            method.equals("GET")
                ? BodyPublishers.noBody()
                : BodyPublishers.ofByteArray(body(asked).getBytes(StandardCharsets.UTF_8))));
  }

  private static String body(JsonNode asked) {
    StringBuilder body = new StringBuilder(asked.path("body").asText());
    asked
        .path("body_parts")
        .forEach(part -> body.append(part.get(0).textValue().repeat(part.get(1).intValue())));
    return body.toString();
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException("Not JSON: " + json, e);
    }
  }
}
