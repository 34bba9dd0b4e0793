package io.tfaas.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tfaas.testing.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The packaged WAR with clients that are slow, deaf or gone, and with a model that is stuck. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SteadyIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int THREADS = 4;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Path folder;

  SteadyIT(@TempDir Path folder) {
    this.folder = folder;
  }

  private ServerProcess start(String... settings) throws IOException {
    Path models = folder.resolve("models");
    for (String model : List.of("slow", "half_plus_two")) {
      Samples.copy(Samples.path(model), models.resolve(model));
    }
    Samples.copy(
        Samples.resource("/conformance/models/identity_fp32"), models.resolve("identity_fp32"));
    List<String> all =
        new ArrayList<>(
            List.of(
                "-Dtfaas.port=0",
                "-Dtfaas.model-dir=" + models,
                "-Dtfaas.threads=" + THREADS,
                "-Dtfaas.concurrent-calls=1",
                "-Dtfaas.client-timeout=2s"));
    all.addAll(List.of(settings));
    return ServerProcess.start(folder, all);
  }

  private static String slowRow(int steps) {
    return "{\"keys\": [\"steps\", \"x\"], \"values\": [%d, 1], \"model\": \"slow\"}"
        .formatted(steps);
  }

  private CompletableFuture<HttpResponse<String>> slow(URI server, int steps) {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve("/json"))
            .POST(BodyPublishers.ofString(slowRow(steps)))
            .build();
    return client.sendAsync(request, BodyHandlers.ofString());
  }

  private HttpResponse<String> get(URI server, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(server.resolve(path)).timeout(Duration.ofSeconds(60)).build(),
        BodyHandlers.ofString());
  }

  private void assertPredicts(URI server) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve("/v1/models/half_plus_two:predict"))
            .timeout(Duration.ofSeconds(60))
            .POST(BodyPublishers.ofString("{\"instances\": [2.0]}"))
            .build();
    assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    assertThat(get(server, "/v2/health/ready").statusCode()).isEqualTo(200);
  }

  private static Socket connect(URI server, String text) throws IOException {
    Socket socket = new Socket(server.getHost(), server.getPort());
    socket.getOutputStream().write(text.getBytes(US_ASCII));
    return socket;
  }

  private static String head(String path, int length) {
    return "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        .formatted(path, length);
  }

  /* Sends a space every 100 ms until the server has closed the connection. */
  private static void dribbleUntilClosed(Socket socket) throws IOException {
    socket.setSoTimeout(100);
    InputStream in = socket.getInputStream();
    while (true) {
      try {
        if (in.read() < 0) {
          return;
        }
      } catch (SocketTimeoutException e) {
        try {
          socket.getOutputStream().write(' ');
        } catch (IOException closed) {
          return;
        }
      } catch (IOException reset) {
        return;
      }
    }
  }

  @Test
  void whoSendBodiesByTheLetterAreCutOffAndKeepNoOneOut() throws Exception {
    try (ServerProcess process = start()) {
      URI server = process.awaitReady();
      List<Socket> sockets = new ArrayList<>();
      for (int i = 0; i < 2 * THREADS; i++) {
        sockets.add(connect(server, head("/json", 100_000) + "{"));
      }
      assertPredicts(server);
      for (Socket socket : sockets) {
        dribbleUntilClosed(socket);
        socket.close();
      }
    }
  }

  @Test
  void whoDoNotReadTheirRepliesKeepNoOneOut() throws Exception {
    try (ServerProcess process = start("-Dtfaas.max-batch-rows=1000000")) {
      URI server = process.awaitReady();
      int rows = 1_000_000;
      String numbers = "0.123456,".repeat(rows);
      String body =
          "{\"inputs\":[{\"name\":\"%s\",\"datatype\":\"FP32\",\"shape\":[%d],\"data\":[%s]}]}"
              .formatted(input(server), rows, numbers.substring(0, numbers.length() - 1));
      String request = head("/v2/models/identity_fp32/infer", body.length()) + body;
      List<Socket> sockets = new ArrayList<>();
      for (int i = 0; i < 2 * THREADS; i++) {
        sockets.add(connect(server, request));
      }
      assertPredicts(server);
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  private String input(URI server) throws Exception {
    JsonNode metadata = JSON.readTree(get(server, "/v2/models/identity_fp32").body());
    return metadata.at("/inputs/0/name").asText();
  }

  @Test
  void aModelThatIsStuckHoldsOnlyItsOwnRequestsUp() throws Exception {
    try (ServerProcess process = start("-Dtfaas.request-timeout=3s")) {
      URI server = process.awaitReady();
      List<CompletableFuture<HttpResponse<String>>> stuck =
          IntStream.range(0, 10 * THREADS).mapToObj(i -> slow(server, 10_000)).toList();
      assertPredicts(server);
      assertThat(
              stuck.stream()
                  .filter(answer -> !answer.isDone() || answer.join().statusCode() == 504))
          .isNotEmpty();
      assertThat(
              stuck.stream()
                  .map(CompletableFuture::join)
                  .filter(answer -> answer.statusCode() == 504))
          .hasSizeGreaterThanOrEqualTo(10 * THREADS - 2)
          .allSatisfy(
              answer ->
                  assertThat(answer.body())
                      .contains("did not answer within 3000 ms, the time this request has"));
      assertPredicts(server);
    }
  }

  @Test
  void theCallOfAClientThatIsGoneIsNotRun() throws Exception {
    try (ServerProcess process = start()) {
      URI server = process.awaitReady();
      CompletableFuture<HttpResponse<String>> first = slow(server, 3000);
      CompletableFuture<HttpResponse<String>> second = slow(server, 500);
      String body = slowRow(700);
      for (int i = 0; i < 5; i++) {
        try (Socket socket = connect(server, head("/json", body.length()) + body)) {
          socket.setSoTimeout(200);
          assertThat(read(socket)).isEmpty();
        }
      }
      assertThat(first.join().statusCode()).isEqualTo(200);
      assertThat(second.join().statusCode()).isEqualTo(200);
      assertThat(slow(server, 1).join().statusCode()).isEqualTo(200);
      JsonNode stats = JSON.readTree(get(server, "/v2/models/slow/stats").body());
      assertThat(stats.at("/model_stats/0/inference_stats/fail/count").asInt()).isEqualTo(5);
      assertThat(stats.at("/model_stats/0/inference_stats/success/count").asInt()).isEqualTo(3);
      assertThat(process.errors()).noneMatch(line -> line.contains("Exception"));
    }
  }

  private static String read(Socket socket) throws IOException {
    byte[] bytes = new byte[1024];
    try {
      int read = socket.getInputStream().read(bytes);
      return read < 0 ? "closed" : new String(bytes, 0, read, UTF_8);
    } catch (SocketTimeoutException e) {
      return "";
    }
  }

  @Test
  void whatAClientSendsWhileItWaitsIsItsNextRequest() throws Exception {
    try (ServerProcess process = start()) {
      URI server = process.awaitReady();
      CompletableFuture<HttpResponse<String>> first = slow(server, 1000);
      String body = slowRow(50);
      String request = head("/json", body.length()) + body;
      try (Socket socket =
          connect(server, request + request.replace("\r\nHost", "\r\nConnection: close\r\nHost"))) {
        String replies = new String(socket.getInputStream().readAllBytes(), UTF_8);
        assertThat(replies.split("HTTP/1.1 200", -1)).hasSize(3);
      }
      assertThat(first.join().statusCode()).isEqualTo(200);
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void requestsThatWereTakenAreAnsweredWhenTheServerIsTerminated() throws Exception {
    try (ServerProcess process = start()) {
      URI server = process.awaitReady();
      CompletableFuture<HttpResponse<String>> running = slow(server, 3000);
      CompletableFuture<HttpResponse<String>> waiting = slow(server, 100);
      try (Socket kept = connect(server, "GET /v2/health/ready HTTP/1.1\r\nHost: x\r\n\r\n")) {
        kept.setSoTimeout(30_000);
        assertThat(read(kept)).startsWith("HTTP/1.1 200");
        process.terminate();
        awaitRefused(server);
        kept.getOutputStream()
            .write("GET /v2/health/ready HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
        assertThat(read(kept)).doesNotStartWith("HTTP/1.1 200");
      }
      assertThat(running.join().statusCode()).isEqualTo(200);
      assertThat(waiting.join().statusCode()).isEqualTo(200);
      assertThat(process.awaitExit()).isEqualTo(143);
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void theServerEndsAfterItsTimeoutWhateverStillRuns() throws Exception {
    try (ServerProcess process = start("-Dtfaas.shutdown-timeout=1s")) {
      URI server = process.awaitReady();
      CompletableFuture<HttpResponse<String>> cut = slow(server, 15_000);
      get(server, "/v2/health/live");
      process.terminate();
      assertThat(process.awaitExit()).isEqualTo(143);
      assertThat(cut).failsWithin(Duration.ofSeconds(10));
    }
  }

  private static void awaitRefused(URI server) {
    while (true) {
      try (Socket socket = new Socket(server.getHost(), server.getPort())) {
        assertThat(socket.isConnected()).isTrue();
      } catch (IOException refused) {
        return;
      }
    }
  }
}
