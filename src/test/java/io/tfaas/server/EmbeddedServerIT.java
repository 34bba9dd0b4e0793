package io.tfaas.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Starts the packaged WAR as its users do. */
final class EmbeddedServerIT {

  private final HttpClient client = HttpClient.newHttpClient();
  private final Path folder;

  EmbeddedServerIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void servesUntilTerminated() throws Exception {
    try (ServerProcess server = start()) {
      URI address = server.awaitReady();
      assertThat(address.toString()).matches("http://127\\.0\\.0\\.1:\\d+");
      server.terminate();
      assertThat(server.awaitExit()).isEqualTo(143);
      assertThat(server.output())
          .containsExactly(
              "Models are kept in " + folder.toRealPath().resolve("models"),
              "Upload the SavedModel folder mymodel:",
              "  tar -cz mymodel | curl -H 'Content-Type: application/octet-stream'"
                  + " --data-binary @- "
                  + address
                  + "/bundle",
              "Ctrl-C stops");
      assertThat(server.errors())
          .noneMatch(line -> line.contains("Z WARNING ") || line.contains("Exception"));
      assertThat(client.sendAsync(get(address), HttpResponse.BodyHandlers.ofString()))
          .failsWithin(Duration.ofSeconds(10))
          .withThrowableThat()
          .withCauseInstanceOf(ConnectException.class);
    }
  }

  @Test
  void leavesNothingOfItsRehearsal() throws Exception {
    try (ServerProcess server = start("-Dtfaas.rehearsal=500ms")) {
      URI models = server.awaitReady().resolve("/models");
      HttpResponse<String> listed = client.send(get(models), HttpResponse.BodyHandlers.ofString());
      assertThat(listed.body()).isEqualToIgnoringNewLines("[]");
      assertThat(server.errors()).noneMatch(line -> line.contains("rehearsal"));
      assertThat(folder).isDirectoryNotContaining("glob:**tfaas-rehearsal-*");
    }
  }

  @Test
  void answersInJsonOutsideTheBasePath() throws Exception {
    try (ServerProcess server = start("-Dtfaas.base-path=/a/b")) {
      URI address = server.awaitReady();
      assertThat(address).hasPath("/a/b");
      for (String path : List.of("/", "/a", "/a/bc", "/other")) {
        HttpResponse<String> response =
            client.send(get(address.resolve(path)), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(path).isEqualTo(404);
        assertThat(response.body()).isEqualTo("{\"error\": \"No such path\"}\n");
        assertThat(response.headers().firstValue("Server")).isEmpty();
      }
    }
  }

  @Test
  void twoStartAtOnceFromAnEmptyWorkFolder() throws Exception {
    String work = "-Dtfaas.work-dir=" + folder.resolve("work");
    Path other = Files.createDirectory(folder.resolve("other"));
    try (ServerProcess first = ServerProcess.start(folder, List.of(work), "--version");
        ServerProcess second = ServerProcess.start(other, List.of(work), "--version")) {
      assertThat(first.awaitExit()).isZero();
      assertThat(second.awaitExit()).isZero();
      assertThat(second.errors()).isEmpty();
    }
    try (var files = Files.list(folder.resolve("work"))) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void refusesAPortInUse() throws Exception {
    try (ServerSocket used = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = used.getLocalPort();
      try (ServerProcess server = start("-Dtfaas.port=" + port)) {
        assertRefused(
            server, "tfaas: Cannot listen on 127.0.0.1:" + port + ": Address already in use");
      }
    }
  }

  @Test
  void refusesAnUnknownHost() throws Exception {
    try (ServerProcess server = start("-Dtfaas.host=no-such-host.invalid")) {
      assertRefused(
          server, "tfaas: Cannot listen on no-such-host.invalid: unknown host (tfaas.host)");
    }
  }

  @Test
  void refusesAModelFolderItCannotWrite() throws Exception {
    Path models = Files.createFile(folder.resolve("file")).resolve("models");
    try (ServerProcess server = start("-Dtfaas.model-dir=" + models)) {
      assertThat(server.awaitExit()).isEqualTo(2);
      assertThat(server.errors()).hasSize(1);
      assertThat(server.errors().get(0)).startsWith("tfaas: ").contains(models.toString());
    }
  }

  @Test
  void refusesAWorkFolderItCannotWrite() throws Exception {
    Path work = Files.createFile(folder.resolve("file")).resolve("work");
    try (ServerProcess server = start("-Dtfaas.work-dir=" + work)) {
      assertThat(server.awaitExit()).isEqualTo(2);
      assertThat(server.errors()).hasSize(1);
      assertThat(server.errors().get(0)).startsWith("tfaas: Cannot unpack the WAR into " + work);
    }
  }

  @Test
  void refusesAnUnknownOption() throws Exception {
    try (ServerProcess server = ServerProcess.start(folder, List.of(), "--x")) {
      assertRefused(server, "tfaas: unknown option --x; see --help");
    }
  }

  @Test
  void refusesAnUnknownSetting() throws Exception {
    try (ServerProcess server = start("-Dtfaas.prot=1")) {
      assertRefused(
          server, "tfaas: Unknown setting tfaas.prot (system property); did you mean tfaas.port?");
    }
  }

  @Test
  void makesATokenThatItThenTakes() throws Exception {
    String models = "-Dtfaas.model-dir=" + folder.resolve("models");
    String token;
    try (ServerProcess command =
        ServerProcess.start(folder, List.of(models), "token", "alice", "manage:my*")) {
      assertThat(command.awaitExit()).isZero();
      token = command.output().get(0);
    }
    try (ServerProcess server = start("-Dtfaas.auth.local=none")) {
      URI address = server.awaitReady();
      assertThat(remove(address.resolve("/delete/mine"), "tfaas_wrong")).isEqualTo(401);
      assertThat(remove(address.resolve("/delete/other"), token)).isEqualTo(403);
      assertThat(remove(address.resolve("/delete/myself"), token)).isEqualTo(404);
      assertThat(server.errors())
          .anyMatch(line -> line.contains(" audit: who=\"alice\" by=token from=127.0.0.1 "))
          .noneMatch(line -> line.contains(token));
    }
  }

  private int remove(URI uri, String token) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token).DELETE().build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  @Test
  void printsItsUsage() throws Exception {
    try (ServerProcess server = ServerProcess.start(folder, List.of(), "--help")) {
      assertThat(server.awaitExit()).isZero();
      assertThat(server.output()).anyMatch(line -> line.contains("tfaas.model-dir"));
      assertThat(server.errors()).isEmpty();
    }
  }

  @Test
  void printsItsVersion() throws Exception {
    try (ServerProcess server = ServerProcess.start(folder, List.of(), "--version")) {
      assertThat(server.awaitExit()).isZero();
      assertThat(server.output()).singleElement().asString().matches("TFaaS \\d+\\.\\d+\\.\\d+.*");
      assertThat(server.errors()).isEmpty();
    }
  }

  private ServerProcess start(String... settings) throws Exception {
    List<String> all =
        new ArrayList<>(List.of("-Dtfaas.port=0", "-Dtfaas.model-dir=" + folder.resolve("models")));
    all.addAll(List.of(settings));
    return ServerProcess.start(folder, all);
  }

  private static void assertRefused(ServerProcess server, String line) throws Exception {
    assertThat(server.awaitExit()).isEqualTo(2);
    assertThat(server.errors()).containsExactly(line);
    assertThat(server.output()).isEmpty();
  }

  private static HttpRequest get(URI address) {
    return HttpRequest.newBuilder(address).build();
  }
}
