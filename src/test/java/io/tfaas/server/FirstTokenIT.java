package io.tfaas.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tfaas.testing.Samples;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged WAR on all addresses of the machine, as long as each test takes. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FirstTokenIT {

  private static final String TOKEN = "  tfaas_";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Path folder;
  private final Path tokens;

  FirstTokenIT(@TempDir Path folder) {
    this.folder = folder;
    this.tokens = folder.resolve("models").resolve(".tfaas").resolve("tokens");
  }

  private ServerProcess start() throws Exception {
    return ServerProcess.start(
        folder,
        List.of(
            "-Dtfaas.host=0.0.0.0",
            "-Dtfaas.port=0",
            "-Dtfaas.model-dir=" + folder.resolve("models")));
  }

  private static String token(ServerProcess server) throws Exception {
    return "tfaas_" + server.awaitOutput(TOKEN);
  }

  private HttpResponse<String> upload(URI server, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getPort() + "/bundle"))
            .header("Content-Type", "application/octet-stream")
            .POST(BodyPublishers.ofByteArray(Samples.tar(Samples.path("hep42"), "hep42")));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private int uploadWith(String token, URI server) throws Exception {
    return upload(server, "Authorization", "Bearer " + token).statusCode();
  }

  @Test
  void changesNeedACredentialOnTheMachineItselfToo() throws Exception {
    try (ServerProcess server = start()) {
      HttpResponse<String> refused = upload(server.awaitReady());
      assertThat(refused.statusCode()).isEqualTo(401);
      assertThat(refused.headers().firstValue("WWW-Authenticate"))
          .hasValueSatisfying(challenge -> assertThat(challenge).startsWith("Bearer"));
    }
  }

  @Test
  void theTokenOfTheFirstStartIsMadeOnceAndLastsOverARestart() throws Exception {
    String token;
    try (ServerProcess server = start()) {
      URI address = server.awaitReady();
      token = token(server);
      assertThat(uploadWith(token, address)).isEqualTo(200);
    }
    String kept = Files.readString(tokens);
    try (ServerProcess server = start()) {
      assertThat(uploadWith(token, server.awaitReady())).isEqualTo(200);
      server.terminate();
      server.awaitExit();
      assertThat(server.output()).noneMatch(line -> line.contains("oken"));
    }
    assertThat(tokens).hasContent(kept);
  }

  @Test
  void theTokenOfTheFirstStartIsShownOnceAndKeptAsAHash() throws Exception {
    try (ServerProcess server = start()) {
      server.awaitReady();
      String token = token(server);
      server.terminate();
      server.awaitExit();
      assertThat(server.output()).noneMatch(line -> line.contains(token));
      assertThat(server.errors()).noneMatch(line -> line.contains(token));
      assertThat(Files.readString(tokens))
          .matches("first-start sha256:[0-9a-f]{64} admin\n")
          .doesNotContain(token.substring(TOKEN.strip().length()));
    }
  }
}
