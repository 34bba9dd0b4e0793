package io.tfaas.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tfaas.proto.Predictions;
import io.tfaas.proto.Row;
import io.tfaas.testing.Samples;
import io.tfaas.testing.ServerTest.MultipartBody;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged WAR in a servlet container as published, which differ only in how they start. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ContainerIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path WAR = Path.of(System.getProperty("it.war", "target/tfaas.war"));
  private static final String FROZEN = "hep42_frozen/model.pb";
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Path folder;
  private ContainerProcess container;
  private URI root;

  /** Fills the base folder and returns the arguments of {@code java} that start the server. */
  abstract List<String> prepare(Path base) throws Exception;

  /** What finds the port in the server's log. */
  abstract Pattern port();

  @BeforeAll
  final void startContainer(@TempDir Path temporary) throws Exception {
    folder = temporary.toRealPath();
    Path base = Files.createDirectory(folder.resolve("base"));
    List<String> arguments = new ArrayList<>();
    arguments.add("-Dtfaas.model-dir=" + folder.resolve("models"));
    arguments.add("-Djava.io.tmpdir=" + Files.createDirectory(folder.resolve("tmp")));
    arguments.add("-Dorg.bytedeco.javacpp.cachedir=" + WAR.resolveSibling("it-natives"));
    arguments.addAll(prepare(base));
    Files.createDirectories(base.resolve("webapps"));
    deploy();
    Path logs = Files.createDirectories(WAR.resolveSibling("it-logs"));
    Path log = logs.resolve(getClass().getSimpleName() + ".txt");
    container = ContainerProcess.start(base, log, arguments);
    root = URI.create("http://127.0.0.1:" + container.awaitInLog(port()));
    awaitStatus(200);
  }

  final ContainerProcess container() {
    return container;
  }

  final HttpClient client() {
    return client;
  }

  @AfterAll
  final void stopContainer() {
    if (container != null) {
      container.close();
    }
  }

  @Test
  void anUploadedModelPredictsFromJsonAndProtobuf() throws Exception {
    upload("hep42", "predicted");
    checkJson("predicted");
    JsonNode row = singleRow();
    Row.Builder request = Row.newBuilder().setModel("predicted");
    input(row).forEach(value -> request.addValue(value.floatValue()));
    HttpResponse<byte[]> response = post("/proto", request.build().toByteArray());
    assertThat(response.statusCode()).isEqualTo(200);
    List<Float> predicted = new ArrayList<>();
    Predictions.parseFrom(response.body())
        .getPredictionList()
        .forEach(element -> predicted.add(element.getProbability()));
    assertClose(JSON.valueToTree(predicted), output(row));
  }

  @Test
  void anUploadedModelPredictsFromAnImage() throws Exception {
    upload("digits", "seen");
    checkImage("seen");
  }

  @Test
  void aFrozenGraphInAFormPredictsAndLeavesNoTemporaryFile() throws Exception {
    Set<Path> before = temporaryFiles();
    post(
        "/upload",
        new MultipartBody()
            .field("name", "hep42_frozen")
            .field("params", Samples.text("hep42_frozen/params.json"))
            .file("model", "model.pb", "application/octet-stream", Samples.bytes(FROZEN))
            .file("labels", "labels.txt", "text/plain", Samples.bytes("hep42_frozen/labels.txt")));
    checkJson("hep42_frozen");
    long start = System.nanoTime();
    while (!temporaryFiles().equals(before) && System.nanoTime() - start < LIMIT.toNanos()) {
      Thread.sleep(100);
    }
    assertThat(temporaryFiles()).isEqualTo(before);
  }

  @Test
  void tellsItsVersion() throws Exception {
    assertThat(text(get("/v2")))
        .matches("\\{\"name\":\"tfaas\",\"version\":\"\\d+\\.\\d+\\.\\d+.*\\s*");
  }

  @Test
  void aDeletedModelIsGone() throws Exception {
    upload("hep42", "removed");
    HttpResponse<byte[]> response = send(request("/delete/removed").DELETE());
    assertThat(response.statusCode()).as(text(response)).isEqualTo(200);
    assertThat(text(get("/models"))).doesNotContain("\"removed\"");
    assertThat(get("/params/removed").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/io/tfaas/Launcher.class",
        "/META-INF/MANIFEST.MF",
        "/META-INF/context.xml",
        "/META-INF/sbom/bom.json",
        "/WEB-INF/web.xml",
        "/WEB-INF/classes/io/tfaas/Main.class",
        "/WEB-INF/embedded/",
        "/web-inf/web.xml",
        "/%57EB-INF/web.xml"
      })
  void noFileOfTheWarCanBeDownloaded(String path) throws Exception {
    assertThat(get(path).statusCode()).isEqualTo(404);
  }

  @Test
  void aFailureIsToldInJson() throws Exception {
    HttpResponse<byte[]> response = get("/no/such/path");
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
    assertThat(JSON.readTree(response.body()).path("error").asText()).isNotEmpty();
  }

  @Test
  void aRedeployedWarServesTheModelsItHad() throws Exception {
    upload("hep42", "kept");
    upload("digits", "seen_before");
    checkJson("kept");
    checkImage("seen_before");
    Files.delete(war());
    awaitStatus(404);
    deploy();
    awaitStatus(200);
    checkJson("kept");
    checkImage("seen_before");
    assertThat(container.log().lines())
        .noneMatch(line -> line.contains("memory leak") || line.contains("already loaded"));
  }

  @Test
  void aPredictionThatRunsWhenTheWarIsTakenOutIsAnswered() throws Exception {
    upload("slow", "slow");
    upload("hep42", "beside");
    String row = "{\"keys\": [\"steps\", \"x\"], \"values\": [6000, 1], \"model\": \"slow\"}";
    CompletableFuture<HttpResponse<String>> running =
        client.sendAsync(
            request("/json").POST(BodyPublishers.ofString(row)).build(), BodyHandlers.ofString());
    checkJson("beside");
    Files.delete(war());
    assertThat(running.join().statusCode()).as(running.join().body()).isEqualTo(200);
    assertThat(running.join().body()).startsWith("[[");
    awaitStatus(404);
    deploy();
    awaitStatus(200);
  }

  /* What is left of the body is sent when nothing new is taken any more. */
  @Test
  void theWarTakesNoNewRequestsWhileItEndsThoseItHas() throws Exception {
    upload("hep42", "leaving");
    String body = "{\"values\": %s, \"model\": \"leaving\"}".formatted(input(singleRow()));
    String head =
        "POST /tfaas/json HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
            + "Connection: close\r\nContent-Length: %d\r\n\r\n".formatted(body.length());
    try (Socket socket = new Socket(root.getHost(), root.getPort());
        BufferedReader reply =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      assertThat(reply.readLine()).startsWith("HTTP/1.1 100");
      Files.delete(war());
      awaitStatus(404);
      socket.getOutputStream().write(body.getBytes(StandardCharsets.US_ASCII));
      assertThat(reply.lines().collect(Collectors.joining("\n")))
          .contains("HTTP/1.1 200")
          .containsPattern("(?m)^\\[-?\\d");
    }
    deploy();
    awaitStatus(200);
  }

  final Set<Path> temporaryFiles() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("tmp"))) {
      return files.collect(Collectors.toSet());
    }
  }

  final Path war() {
    return folder.resolve("base/webapps/tfaas.war");
  }

  /* It appears whole: the server may look at any time. */
  final void deploy() throws IOException {
    try {
      Files.createLink(war(), WAR);
    } catch (FileSystemException | UnsupportedOperationException e) {
      Path copy = Files.copy(WAR, folder.resolve("copy.war"));
      Files.move(copy, war(), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  final void awaitStatus(int expected) throws Exception {
    long start = System.nanoTime();
    int status = get("/models").statusCode();
    while (status != expected) {
      if (System.nanoTime() - start > LIMIT.toNanos()) {
        throw new AssertionError("Still " + status + ", not " + expected + "\n" + container.log());
      }
      Thread.sleep(100);
      status = get("/models").statusCode();
    }
  }

  final void upload(String sample, String name) throws Exception {
    HttpResponse<byte[]> response =
        send(
            request("/bundle")
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(Samples.tar(Samples.path(sample), name))));
    assertThat(response.statusCode()).as(text(response)).isEqualTo(200);
  }

  final void checkJson(String model) throws Exception {
    JsonNode row = singleRow();
    String body = "{\"values\": %s, \"model\": \"%s\"}".formatted(input(row), model);
    HttpResponse<byte[]> response = post("/json", body.getBytes(StandardCharsets.UTF_8));
    assertThat(response.statusCode()).as(text(response)).isEqualTo(200);
    assertClose(JSON.readTree(response.body()), output(row));
  }

  private void checkImage(String model) throws Exception {
    JsonNode expected = JSON.readTree(Samples.bytes("digits/images/expected.json")).get(0);
    String image = expected.get("image").asText();
    MultipartBody form =
        new MultipartBody()
            .file("image", image, "image/png", Samples.bytes("digits/images/" + image))
            .field("model", model);
    assertClose(JSON.readTree(post("/image", form).body()), expected.get("probabilities"));
  }

  private static JsonNode singleRow() throws IOException {
    for (String line : Samples.text("hep42/cases.jsonl").lines().toList()) {
      JsonNode call = JSON.readTree(line);
      if (call.at("/inputs/inputs/shape/0").asInt() == 1) {
        return call;
      }
    }
    throw new AssertionError("The sample has no case of one row");
  }

  private static JsonNode input(JsonNode call) {
    return call.at("/inputs/inputs/data");
  }

  private static JsonNode output(JsonNode call) {
    return call.get("outputs").elements().next().get("data");
  }

  private static void assertClose(JsonNode actual, JsonNode expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.get(i).floatValue())
          .as("element " + i)
          .isCloseTo(expected.get(i).floatValue(), Offset.offset(1e-5f));
    }
  }

  final HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(root + "/tfaas" + path)).timeout(LIMIT);
  }

  private HttpResponse<byte[]> get(String path) throws Exception {
    return send(request(path));
  }

  private HttpResponse<byte[]> post(String path, byte[] body) throws Exception {
    return send(request(path).POST(BodyPublishers.ofByteArray(body)));
  }

  private HttpResponse<byte[]> post(String path, MultipartBody form) throws Exception {
    HttpResponse<byte[]> response =
        send(
            request(path)
                .header("Content-Type", form.contentType())
                .POST(BodyPublishers.ofByteArray(form.bytes())));
    assertThat(response.statusCode()).as(text(response)).isEqualTo(200);
    return response;
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }
}
