package io.tfaas.api.tfaas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tfaas.testing.Samples;
import io.tfaas.testing.ServerTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model whose calls take long, one at a time, two of them waiting. */
final class OverloadApiTest extends ServerTest {

  /* Longer than it takes to send some requests. */
  private static final int SHORT = 400;
  /* Some seconds, with which a machine that is busy otherwise does not catch up either. */
  private static final int LONG = 20_000;
  private static final int REQUESTS = 8;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private List<CompletableFuture<HttpResponse<byte[]>>> sent = List.of();

  @Override
  protected Map<String, String> settings() {
    return Map.of("tfaas.concurrent-calls", "1", "tfaas.max-waiting-rows", "2");
  }

  @Override
  protected void prepare(Path models) {
    Samples.copy(Samples.path("slow"), models.resolve("slow"));
    Samples.copy(Samples.path("half_plus_two"), models.resolve("half_plus_two"));
  }

  private void holdTheModelUp(int steps) {
    HttpRequest request =
        request("/json")
            .POST(
                BodyPublishers.ofString(
                    "{\"keys\": [\"steps\", \"x\"], \"values\": [%d, 1], \"model\": \"slow\"}"
                        .formatted(steps)))
            .build();
    sent =
        IntStream.range(0, REQUESTS)
            .mapToObj(i -> client.sendAsync(request, BodyHandlers.ofByteArray()))
            .toList();
    CompletableFuture.anyOf(sent.toArray(CompletableFuture<?>[]::new)).join();
  }

  @AfterEach
  void awaitReplies() {
    sent.forEach(CompletableFuture::join);
  }

  private static JsonNode parse(HttpResponse<byte[]> reply) {
    try {
      return JSON.readTree(reply.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String error(HttpResponse<byte[]> reply) {
    return parse(reply).path("error").asText();
  }

  @Test
  void whatIsTooMuchIsRefusedAtOnceAndCountedAsFailed() {
    holdTheModelUp(SHORT);
    List<HttpResponse<byte[]>> replies = sent.stream().map(CompletableFuture::join).toList();
    List<HttpResponse<byte[]>> refused =
        replies.stream().filter(reply -> reply.statusCode() != 200).toList();

    assertThat(refused).isNotEmpty().hasSizeLessThanOrEqualTo(REQUESTS - 3);
    assertThat(refused)
        .allSatisfy(
            reply -> {
              assertThat(reply.statusCode()).isEqualTo(429);
              assertThat(reply.headers().firstValue("Retry-After")).contains("1");
              assertThat(error(reply))
                  .isEqualTo(
                      "The model has too many rows waiting, 2 of at most 2; try again in a moment");
            });
    JsonNode stats = parse(get("/v2/models/slow/stats")).at("/model_stats/0");
    assertThat(stats.at("/inference_stats/fail/count").asInt()).isEqualTo(refused.size());
  }

  @Test
  void otherModelsAndHealthAnswerMeanwhile() {
    holdTheModelUp(LONG);
    assertThat(get("/v2/health/ready").statusCode()).isEqualTo(200);
    assertThat(post("/v1/models/half_plus_two:predict", "{\"instances\": [1.0, 2.0]}").statusCode())
        .isEqualTo(200);
    assertThat(sent).anyMatch(future -> !future.isDone());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "0", "-1", "5h", "1 s", "1.5s", "99999999999999999999"})
  void aTimeThatIsNoneIsRefused(String time) {
    HttpResponse<byte[]> reply =
        send(
            request("/v1/models/half_plus_two:predict")
                .header("X-Request-Timeout", time)
                .POST(BodyPublishers.ofString("{\"instances\": [1.0]}")));
    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(error(reply))
        .isEqualTo(
            "Invalid value '"
                + time
                + "' of the header X-Request-Timeout: expected milliseconds, or a number with us,"
                + " ms, s or m, above 0");
  }
}
