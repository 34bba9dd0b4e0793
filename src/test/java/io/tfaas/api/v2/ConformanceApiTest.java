package io.tfaas.api.v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tfaas.testing.Samples;
import io.tfaas.testing.ServerTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The cases of conformance/oip.jsonl, a test for each that can be run. */
final class ConformanceApiTest extends ServerTest {

  private static final int LIMIT = 1 << 20;

  @Override
  protected Map<String, String> settings() {
    return Map.of("tfaas.max-request-size", Integer.toString(LIMIT));
  }

  @Override
  protected void prepare(Path models) {
    Samples.copyChildren(Samples.resource("/conformance/models"), models);
  }

  @TestFactory
  Stream<DynamicTest> cases() {
    return Samples.textOf("/conformance/oip.jsonl")
        .lines()
        .map(Replies::parse)
        .filter(node -> !node.has("skip"))
        .map(node -> dynamicTest(node.get("id").textValue(), () -> check(node)));
  }

  private void check(JsonNode node) {
    node.path("before").forEach(this::requireOk);
    try {
      JsonNode expected = node.get("expect");
      if (expected.has("delta")) {
        checkDelta(node, expected);
      } else if (node.has("parallel")) {
        checkParallel(node);
      } else if (node.get("request").has("abort_after_s")) {
        abort(node.get("request"));
      } else {
        new Expectation(expected).check(send(call(node.get("request"))));
      }
      expected
          .path("then")
          .fields()
          .forEachRemaining(then -> check(then.getKey(), then.getValue()));
    } finally {
      node.path("after").forEach(this::requireOk);
    }
  }

  private void checkDelta(JsonNode node, JsonNode expected) {
    JsonNode before = Replies.parse(text(send(call(node.get("request")))));
    node.get("during").forEach(this::requireOk);
    HttpResponse<byte[]> reply = send(call(node.get("request")));
    JsonNode after = Replies.parse(text(reply));
    expected
        .get("delta")
        .fields()
        .forEachRemaining(
            field ->
                assertThat(
                        Replies.at(after, field.getKey()).asLong()
                            - Replies.at(before, field.getKey()).asLong())
                    .as(field.getKey())
                    .isEqualTo(field.getValue().asLong()));
    new Expectation(expected).check(reply);
  }

  private void checkParallel(JsonNode node) {
    List<JsonNode> calls = new ArrayList<>(List.of(node));
    node.get("parallel").forEach(calls::add);
    List<CompletableFuture<HttpResponse<byte[]>>> replies =
        calls.stream()
            .map(call -> call(call.get("request")))
            .map(request -> CompletableFuture.supplyAsync(() -> send(request)))
            .toList();
    for (int i = 0; i < calls.size(); i++) {
      new Expectation(calls.get(i).get("expect")).check(replies.get(i).join());
    }
  }

  private void abort(JsonNode asked) {
    Duration patience = Duration.ofMillis((long) (1000 * asked.get("abort_after_s").doubleValue()));
    assertThatThrownBy(() -> send(call(asked).timeout(patience)))
        .hasCauseInstanceOf(HttpTimeoutException.class);
  }

  /* "GET /path" and its status, or "!=200". */
  private void check(String step, JsonNode expected) {
    int status = get(step.substring(step.indexOf(' ') + 1)).statusCode();
    if (expected.isTextual()) {
      assertThat(status).as(step).isNotEqualTo(200);
    } else {
      assertThat(status).as(step).isEqualTo(expected.intValue());
    }
  }

  private void requireOk(JsonNode step) {
    HttpResponse<byte[]> reply = send(call(step));
    assertThat(reply.statusCode()).as(text(reply)).isEqualTo(200);
  }

  private HttpRequest.Builder call(JsonNode asked) {
    byte[] json = json(asked);
    HttpRequest.Builder request = request(asked.get("path").textValue().replace(" ", "%20"));
    boolean chunked = false;
    for (var field : asked.path("headers").properties()) {
      if (field.getKey().equals("Transfer-Encoding")) {
        chunked = true;
      } else if (!field.getValue().isNull()) {
        String value = field.getValue().textValue();
        request.header(field.getKey(), value.startsWith("<") ? json.length + "" : value);
      }
    }
    String method = asked.get("method").textValue();
    byte[] body = compressed(asked, whole(asked, json));
    BodyPublisher publisher =
        chunked
            ? BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))
            : BodyPublishers.ofByteArray(body);
    return request.method(method, method.equals("GET") ? BodyPublishers.noBody() : publisher);
  }

  private static byte[] json(JsonNode asked) {
    if (asked.has("body_hex")) {
      return HexFormat.of().parseHex(asked.get("body_hex").textValue());
    }
    StringBuilder body = new StringBuilder(asked.path("body").asText());
    asked
        .path("body_parts")
        .forEach(part -> body.append(part.get(0).textValue().repeat(part.get(1).asInt(LIMIT))));
    if (asked.has("json")) {
      body.append(asked.get("json"));
    }
    return body.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] whole(JsonNode asked, byte[] json) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(json);
    whole.writeBytes(HexFormat.of().parseHex(asked.path("binary_tail_hex").asText()));
    return whole.toByteArray();
  }

  private static byte[] compressed(JsonNode asked, byte[] body) {
    return switch (asked.path("compress").asText()) {
      case "gzip" -> Samples.gzip(body);
      case "deflate" -> Replies.deflate(body);
      default -> body;
    };
  }
}
