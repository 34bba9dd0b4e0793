package io.tfaas.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.tfaas.testing.Samples;
import io.tfaas.testing.ServerTest.MultipartBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged WAR with little memory, and clients that send what takes most of it. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MemoryIT {

  private static final String HEAP = "-Xmx128m";

  /* What a heap of this size takes at once: a 32nd of it, and a quarter of that for messages. */
  private static final int MOST = 4 << 20;
  private static final int LARGE = 128 << 20;
  private static final int CLIENTS = 8;

  /* The connection of a body that will not be read is closed; this client may miss the reply. */
  private static final int REFUSED = 429;
  private static final String PREDICT = "/v1/models/half_plus_two:predict";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Path folder;
  private ServerProcess process;
  private URI server;

  MemoryIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeAll
  void start() throws IOException {
    Path models = folder.resolve("models");
    Samples.copy(Samples.path("half_plus_two"), models.resolve("half_plus_two"));
    process =
        ServerProcess.start(folder, List.of(HEAP, "-Dtfaas.port=0", "-Dtfaas.model-dir=" + models));
    server = process.awaitReady();
  }

  @AfterAll
  void end() {
    process.close();
  }

  private CompletableFuture<HttpResponse<String>> send(
      String path, String type, BodyPublisher body) {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve(path))
            .header("Content-Type", type)
            .POST(body)
            .build();
    return client.sendAsync(request, BodyHandlers.ofString());
  }

  private void assertWhole() throws IOException {
    HttpResponse<String> reply =
        send(PREDICT, "application/json", BodyPublishers.ofString("{\"instances\": [5]}")).join();
    assertThat(reply.body()).contains("4.5");
    assertThat(process.errors()).noneMatch(line -> line.contains("OutOfMemoryError"));
  }

  /* As large as is read, so that the others find no room; then one after another. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /json | application/json | {"model": "half_plus_two", "values": [ | 1, | 1]}
          /json | application/json | {"model": "half_plus_two", "keys": [ | "", | "x"], "values": [1]}
          /json | application/json | { | "%x":1, | "values": [1]}
          /v1/models/half_plus_two:predict | application/json | {"instances": [ | {}, | {}]}
          /v1/models/half_plus_two:predict | application/json | {"instances": [ | [], | []]}
          /v1/models/half_plus_two:predict | application/json | {"inputs": { | "%x":1, | "x":1}}
          /v2/models/half_plus_two/infer | application/json | {"parameters": { | "%x":1, | "a":1}}
          /v2/models/half_plus_two/infer | application/json | {"outputs": [ | {"name":"y"}, | 1]}
          """)
  void aBodyThatGrowsWhenItIsReadLeavesTheServerWhole(
      String path, String type, String head, String item, String tail) throws IOException {
    StringBuilder body = new StringBuilder(head);
    for (int i = 0; body.length() < MOST - 100; i++) {
      body.append(item.formatted(i));
    }
    assertSurvives(path, type, body.append(tail).toString().getBytes(US_ASCII));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Row", "DataFrame"})
  void aMessageOfNothingButEmptyElementsLeavesTheServerWhole(String message) throws IOException {
    byte[] body = new byte[MOST / 4];
    for (int i = 0; i < body.length; i += 2) {
      body[i] = '\n';
    }
    assertSurvives("/proto", "application/x-protobuf;messageType=tfaaspb." + message, body);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"value\": [1", "{\"key\": [\"\""})
  void aMessageInJsonThatGrowsLeavesTheServerWhole(String head) throws IOException {
    String item = head.substring(head.indexOf('[') + 1) + ",";
    String list = item.repeat((MOST / 4 - 100) / item.length());
    String body = head.substring(0, head.indexOf('[') + 1) + list + item.replace(",", "") + "]}";
    assertSurvives("/proto", "application/json", body.getBytes(US_ASCII));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--b\r\n\r\n", "x--b", "a:\n", "a"})
  void aFormThatIsMostlySomethingElseThanContentLeavesTheServerWhole(String item)
      throws IOException {
    String form = "--b\r\n" + item.repeat((MOST - 100) / item.length());
    assertSurvives("/image", "multipart/form-data; boundary=b", form.getBytes(US_ASCII));
  }

  @Test
  void aRowOfAFrameWithAllThatGrowsLeavesTheServerWhole() throws IOException {
    byte[] row = {'\n', 4, '\n', 0, ' ', 1};
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (body.size() < MOST / 4 - row.length) {
      body.writeBytes(row);
    }
    assertSurvives(
        "/proto", "application/x-protobuf;messageType=tfaaspb.DataFrame", body.toByteArray());
  }

  private void assertSurvives(String path, String type, byte[] body) throws IOException {
    List<CompletableFuture<Integer>> statuses = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      statuses.add(
          send(path, type, BodyPublishers.ofByteArray(body))
              .handle((reply, broken) -> broken == null ? reply.statusCode() : REFUSED));
    }
    assertThat(statuses)
        .allSatisfy(status -> assertThat(status.join()).isLessThan(500))
        .anySatisfy(status -> assertThat(status.join()).isNotEqualTo(REFUSED));
    assertWhole();
  }

  @Test
  void aBodyThatIsTooMuchForTheHeapIsRefused() throws IOException {
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      String head = "POST /json HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n";
      socket.getOutputStream().write(head.formatted(MOST + 1).getBytes(US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
          .startsWith("HTTP/1.1 413")
          .contains("The request body is larger than 4 MiB, the limit tfaas.max-bodies");
    }
    assertWhole();
  }

  /* More than the heap, in a part that is read as a whole. */
  @ParameterizedTest
  @CsvSource({"name,65536", "params,1048576"})
  void aPartThatIsTooLongForWhatItIsIsRefused(String part, int limit) throws IOException {
    MultipartBody form = new MultipartBody();
    form.file(part, "x", "text/plain", new byte[LARGE]);
    for (String other : List.of("name", "params", "model")) {
      if (!other.equals(part)) {
        form.field(other, other.equals("params") ? "{}" : "x");
      }
    }
    HttpResponse<String> reply =
        send("/upload", form.contentType(), BodyPublishers.ofByteArray(form.bytes())).join();
    assertThat(reply.body())
        .contains("The part '" + part + "' of the form is larger than " + limit + " bytes");
    assertThat(reply.statusCode()).isEqualTo(413);
    assertWhole();
  }

  @ParameterizedTest
  @CsvSource({"params.json,1048576", "labels.txt,16777216"})
  void aFileThatIsTooLongForWhatItIsIsRefused(String file, int limit) throws IOException {
    HttpResponse<String> reply = bundle(file, LARGE).join();
    assertThat(reply.body()).contains("'" + file + "' is larger than " + limit + " bytes");
    assertThat(reply.statusCode()).isEqualTo(422);
    assertWhole();
  }

  @Test
  void aGraphThatIsTooLargeForTheHeapIsRefused() throws IOException {
    HttpResponse<String> reply = bundle("saved_model.pb", LARGE).join();
    assertThat(reply.body())
        .contains("The graph has 134217728 bytes; of this server's Java heap it may have a third");
    assertThat(reply.statusCode()).isEqualTo(413);
    assertWhole();
  }

  /* A model that is none, where this file is of so many zeros. */
  private CompletableFuture<HttpResponse<String>> bundle(String file, int bytes)
      throws IOException {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(archive)) {
      if (!file.equals("saved_model.pb")) {
        tar.putArchiveEntry(entry("other/saved_model.pb", 1));
        tar.write(0);
        tar.closeArchiveEntry();
      }
      tar.putArchiveEntry(entry("other/" + file, bytes));
      tar.write(new byte[bytes]);
      tar.closeArchiveEntry();
    }
    return send(
        "/bundle", "application/octet-stream", BodyPublishers.ofByteArray(archive.toByteArray()));
  }

  private static TarArchiveEntry entry(String name, int bytes) {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(bytes);
    return entry;
  }
}
