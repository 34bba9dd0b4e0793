package io.tfaas.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the executable WAR's server lets through and tells of itself. */
final class HttpSafetyIT {

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Path folder;
  private ServerProcess server;
  private URI root;

  HttpSafetyIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void start() throws Exception {
    server =
        ServerProcess.start(
            folder,
            List.of(
                "-Dtfaas.port=0",
                "-Dtfaas.rehearsal=0s",
                "-Dtfaas.model-dir=" + folder.resolve("models"),
                "-Dtfaas.rate=3-D",
                "-Dtfaas.trusted-proxies=127.0.0.0/8"));
    root = server.awaitReady();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(root.resolve(path));
  }

  @Test
  void tellsNothingOfItself() throws Exception {
    assertThat(send(request("/models")).headers().map())
        .doesNotContainKeys("server", "x-powered-by");
  }

  @Test
  void hasNoTrace() throws Exception {
    HttpResponse<String> reply = send(request("/models").method("TRACE", BodyPublishers.noBody()));

    assertThat(reply.statusCode()).isEqualTo(405);
    assertThat(reply.body()).startsWith("{\"error\": ");
  }

  @Test
  void takesHeadersOfSixteenKibibytesInAll() throws Exception {
    assertThat(send(request("/models").header("X-Long", "x".repeat(12_000))).statusCode())
        .isEqualTo(200);
    assertThat(send(request("/models").header("X-Long", "x".repeat(17_000))).statusCode())
        .isIn(400, 431);
  }

  @Test
  void countsByAddressAndByTheAddressThatATrustedProxyGives() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(send(request("/models")).statusCode()).isEqualTo(200);
    }

    assertThat(send(request("/models")).statusCode()).isEqualTo(429);
    assertThat(
            send(request("/models").header("X-Forwarded-For", "198.51.100.9"))
                .headers()
                .firstValue("RateLimit-Remaining"))
        .contains("2");
  }
}
