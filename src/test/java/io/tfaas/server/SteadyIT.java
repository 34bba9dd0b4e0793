package io.tfaas.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.TextFormat;
import io.tfaas.testing.Samples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.SavedModel;

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
    return "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        .formatted(path, length);
  }

  /* Sends a letter every 300 ms until the server has closed the connection; what it replied. */
  private static String dribbleUntilClosed(Socket socket) throws IOException {
    socket.setSoTimeout(300);
    StringBuilder reply = new StringBuilder();
    while (true) {
      try {
        int read = socket.getInputStream().read();
        if (read < 0) {
          return reply.toString();
        }
        reply.append((char) read);
      } catch (SocketTimeoutException e) {
        try {
          socket.getOutputStream().write(' ');
        } catch (IOException closed) {
          return reply.toString();
        }
      } catch (IOException reset) {
        return reply.toString();
      }
    }
  }

  @Test
  void whoSendsAHeadByTheLetterIsCutOff() throws Exception {
    try (ServerProcess process = start()) {
      URI server = process.awaitReady();
      for (String text :
          List.of(
              "GET /mod",
              "GET /models HTTP/1.1\r\nHost: localhost\r\nX-Long: a",
              "GET /models HTTP/1.1\r\nHost: localhost\r\n\r\nGET /models HTTP/1.1\r\nHost: ")) {
        try (Socket socket = connect(server, text)) {
          dribbleUntilClosed(socket);
        }
      }
      assertPredicts(server);
    }
  }

  @Test
  void whoSendsABodyByTheLetterIsCutOffAlone() throws Exception {
    try (ServerProcess process = start()) {
      URI server = process.awaitReady();
      for (String path : List.of("/json", "/v1/models/slow:predict", "/none")) {
        try (Socket socket = connect(server, head(path, 100_000) + "{")) {
          assertThat(dribbleUntilClosed(socket)).doesNotContain(" 200 ");
        }
      }
      String chunked =
          head("/json", 1).replace("Content-Length: 1\r\n", "Transfer-Encoding: chunked\r\n");
      try (Socket socket = connect(server, chunked + "1;a=")) {
        assertThat(dribbleUntilClosed(socket)).doesNotContain(" 200 ");
      }
      assertPredicts(server);
    }
  }

  /* The model takes longer than clients have to send or to read. */
  @Test
  void whoOnlyWaitForASlowModelAreNotCutOff() throws Exception {
    try (ServerProcess process = start()) {
      URI server = process.awaitReady();
      String body = slowRow(stepsOf(server, Duration.ofSeconds(6)));
      String ready = "GET /v2/health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n";
      try (Socket idle = connect(server, ready);
          Socket first = connect(server, head("/json", body.length()) + body);
          Socket second = connect(server, head("/json", body.length()) + body)) {
        assertThat(read(idle)).startsWith("HTTP/1.1 200");
        assertThat(read(first)).startsWith("HTTP/1.1 200");
        assertThat(read(second)).startsWith("HTTP/1.1 200");
        for (Socket socket : List.of(idle, first, second)) {
          socket.getOutputStream().write(ready.getBytes(US_ASCII));
          assertThat(read(socket)).startsWith("HTTP/1.1 200");
        }
      }
    }
  }

  /* How many steps keep the slow model busy for so long on this machine. */
  private int stepsOf(URI server, Duration time) {
    int steps = 5000;
    slow(server, steps).join();
    long start = System.nanoTime();
    slow(server, steps).join();
    return (int) (steps * time.toNanos() / (System.nanoTime() - start));
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
        assertThat(dribbleUntilClosed(socket)).doesNotContain(" 200 ");
        socket.close();
      }
    }
  }

  @Test
  void whoDoNotReadTheirRepliesKeepNoOneOut() throws Exception {
    try (ServerProcess process = start("-Dtfaas.max-batch-rows=1000000")) {
      URI server = process.awaitReady();
      String body = manyNumbers(input(server));
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

  /* Of a reply of many megabytes 1 KiB is read every 100 ms, and in the end what is left. */
  @Test
  void whoReadsAReplySlowlyIsCutOff() throws Exception {
    try (ServerProcess process = start("-Dtfaas.max-batch-rows=1000000");
        Socket socket = new Socket()) {
      URI server = process.awaitReady();
      String body = manyNumbers(input(server));
      socket.setReceiveBufferSize(4096);
      socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
      socket
          .getOutputStream()
          .write((head("/v2/models/identity_fp32/infer", body.length()) + body).getBytes(US_ASCII));
      InputStream in = socket.getInputStream();
      assertThat(new String(in.readNBytes(500), US_ASCII)).startsWith("HTTP/1.1 200");
      long read = 0;
      try {
        for (int i = 0; i < 200; i++) {
          read += in.readNBytes(1024).length;
          assertThat(new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS)).isFalse();
        }
        read += in.transferTo(OutputStream.nullOutputStream());
      } catch (SocketException reset) {
        assertThat(reset).hasMessageContaining("reset");
      }
      System.out.println("Read slowly: " + read + " of " + body.length());
      assertThat(read).isLessThan(body.length() / 2);
    }
  }

  private static String manyNumbers(String input) {
    int rows = 1_000_000;
    String numbers = "0.123456,".repeat(rows);
    return "{\"inputs\":[{\"name\":\"%s\",\"datatype\":\"FP32\",\"shape\":[%d,1],\"data\":[%s]}]}"
        .formatted(input, rows, numbers.substring(0, numbers.length() - 1));
  }

  private String input(URI server) throws Exception {
    JsonNode metadata = JSON.readTree(get(server, "/v2/models/identity_fp32").body());
    return metadata.at("/inputs/0/name").asText();
  }

  /* The one call that runs, runs on; the others are told that their time is up. */
  @Test
  void aModelThatIsStuckHoldsOnlyItsOwnRequestsUp() throws Exception {
    try (ServerProcess process = start("-Dtfaas.request-timeout=3s")) {
      URI server = process.awaitReady();
      int requests = 10 * THREADS;
      BlockingQueue<HttpResponse<String>> answers = new LinkedBlockingQueue<>();
      List<CompletableFuture<Void>> stuck =
          IntStream.range(0, requests)
              .mapToObj(i -> slow(server, 1_000_000).thenAccept(answers::add))
              .toList();
      assertPredicts(server);
      for (int i = 0; i < requests - 1; i++) {
        HttpResponse<String> answer = answers.take();
        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(answer.body())
            .contains("did not answer within 3000 ms, the time this request has");
      }
      assertPredicts(server);
      assertThat(answers).isEmpty();
      assertThat(stuck).anyMatch(answer -> !answer.isDone());
    }
  }

  /* Far more than the server has open at once while requests are quick. */
  @Test
  void healthAndOtherModelsAnswerWhileHundredsOfRequestsWaitForOne() throws Exception {
    try (ServerProcess process = start()) {
      URI server = process.awaitReady();
      String body = slowRow(1_000_000);
      List<Socket> stuck = new ArrayList<>();
      for (int i = 0; i < 3 * RequestQueue.WINDOW + 50; i++) {
        stuck.add(connect(server, head("/json", body.length()) + body));
      }
      for (int i = 0; i < 20; i++) {
        assertPredicts(server);
      }
      for (Socket socket : stuck) {
        assertThat(socket.getInputStream().available()).isZero();
        socket.close();
      }
    }
  }

  private static final String HEALTH = "GET /v2/health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n";

  @Test
  void whoConnectsBeyondTheLimitWaitsUntilAConnectionIsClosed() throws Exception {
    try (ServerProcess process = start("-Dtfaas.max-connections=1")) {
      URI server = process.awaitReady();
      try (Socket first = connect(server, HEALTH);
          Socket second = connect(server, HEALTH)) {
        assertThat(read(first)).startsWith("HTTP/1.1 200");
        second.setSoTimeout(500);
        assertThat(read(second)).isEmpty();
        first.getOutputStream().write(HEALTH.getBytes(US_ASCII));
        assertThat(read(first)).startsWith("HTTP/1.1 200");
        first.shutdownOutput();
        second.setSoTimeout(0);
        assertThat(read(second)).startsWith("HTTP/1.1 200");
      }
    }
  }

  /* One connection is idle after a request, the other has never sent a byte. */
  @Test
  void idleConnectionsAreClosedForThoseBeyondTheLimit() throws Exception {
    try (ServerProcess process = start("-Dtfaas.max-connections=2", "-Dtfaas.idle-timeout=1s")) {
      URI server = process.awaitReady();
      try (Socket silent = connect(server, "");
          Socket idle = connect(server, HEALTH);
          Socket third = connect(server, HEALTH);
          Socket fourth = connect(server, HEALTH)) {
        assertThat(read(idle)).startsWith("HTTP/1.1 200");
        assertThat(read(third)).startsWith("HTTP/1.1 200");
        assertThat(read(fourth)).startsWith("HTTP/1.1 200");
        assertThat(read(idle)).isEqualTo("closed");
        assertThat(read(silent)).isEqualTo("closed");
      }
    }
  }

  @Test
  void theCallOfAClientThatIsGoneIsNotRun() throws Exception {
    try (ServerProcess process = start()) {
      URI server = process.awaitReady();
      int steps = stepsOf(server, Duration.ofSeconds(4));
      CompletableFuture<HttpResponse<String>> first = slow(server, steps);
      CompletableFuture<HttpResponse<String>> second = slow(server, 500);
      String body = slowRow(700);
      int gone = 0;
      int answered = 0;
      while (gone < 5) {
        try (Socket socket = connect(server, head("/json", body.length()) + body)) {
          socket.setSoTimeout(200);
          boolean waits = read(socket).isEmpty();
          gone += waits ? 1 : 0;
          answered += waits ? 0 : 1;
        }
      }
      assertThat(first.join().statusCode()).isEqualTo(200);
      assertThat(second.join().statusCode()).isEqualTo(200);
      assertThat(slow(server, 1).join().statusCode()).isEqualTo(200);
      JsonNode stats = JSON.readTree(get(server, "/v2/models/slow/stats").body());
      int failed = stats.at("/model_stats/0/inference_stats/fail/count").asInt();
      int run = stats.at("/model_stats/0/inference_stats/success/count").asInt();
      /* Two calls run at once, so that two may have begun just before their clients went. */
      assertThat(failed).isBetween(3, 5);
      assertThat(run).isEqualTo(10 + answered - failed);
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
      try (Socket kept =
          connect(server, "GET /v2/health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
        kept.setSoTimeout(30_000);
        assertThat(read(kept)).startsWith("HTTP/1.1 200");
        process.terminate();
        awaitRefused(server);
        kept.getOutputStream()
            .write("GET /v2/health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
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
      CompletableFuture<HttpResponse<String>> cut = slow(server, 5_000_000);
      get(server, "/v2/health/live");
      process.terminate();
      assertThat(process.awaitExit()).isEqualTo(137);
      assertThat(cut).failsWithin(Duration.ofSeconds(10));
    }
  }

  /* Of the kind that its caller's thread runs, and that closing the session does not end. */
  private static final String ENDLESS =
      """
      saved_model_schema_version: 1
      meta_graphs {
        meta_info_def { tags: "serve" }
        graph_def {
          versions { producer: 1882 }
          node {
            name: "x" op: "Placeholder"
            attr { key: "dtype" value { type: DT_FLOAT } }
          }
          node {
            name: "y" op: "StatelessWhile" input: "x"
            attr { key: "T" value { list { type: DT_FLOAT } } }
            attr { key: "cond" value { func { name: "always" } } }
            attr { key: "body" value { func { name: "negate" } } }
            attr { key: "output_shapes" value { list { shape { unknown_rank: true } } } }
            attr { key: "_lower_using_switch_merge" value { b: true } }
          }
          library {
            function {
              signature {
                name: "always"
                input_arg { name: "i" type: DT_FLOAT } output_arg { name: "o" type: DT_BOOL }
              }
              node_def {
                name: "c" op: "Const"
                attr { key: "dtype" value { type: DT_BOOL } }
                attr { key: "value" value { tensor { dtype: DT_BOOL tensor_shape {} bool_val: true } } }
              }
              ret { key: "o" value: "c:output:0" }
            }
            function {
              signature {
                name: "negate"
                input_arg { name: "i" type: DT_FLOAT } output_arg { name: "o" type: DT_FLOAT }
              }
              node_def { name: "d" op: "Neg" input: "i" attr { key: "T" value { type: DT_FLOAT } } }
              ret { key: "o" value: "d:y:0" }
            }
          }
        }
        signature_def {
          key: "serving_default"
          value {
            inputs { key: "x" value { name: "x:0" dtype: DT_FLOAT tensor_shape {} } }
            outputs { key: "y" value { name: "y:0" dtype: DT_FLOAT tensor_shape {} } }
            method_name: "tensorflow/serving/predict"
          }
        }
      }
      """;

  private static byte[] endless() throws IOException {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(archive)) {
      zip.putNextEntry(new ZipEntry("endless/saved_model.pb"));
      zip.write(TextFormat.parse(ENDLESS, SavedModel.class).toByteArray());
    }
    return archive.toByteArray();
  }

  @Test
  void aModelThatNeverEndsIsRefusedAndHoldsNothingUp() throws Exception {
    try (ServerProcess process = start("-Dtfaas.load-timeout=2s", "-Dtfaas.max-uploads=1")) {
      URI server = process.awaitReady();
      HttpRequest upload =
          HttpRequest.newBuilder(server.resolve("/bundle"))
              .header("Content-Type", "application/octet-stream")
              .POST(BodyPublishers.ofByteArray(endless()))
              .build();
      for (int i = 0; i < 2; i++) {
        HttpResponse<String> refused = client.send(upload, BodyHandlers.ofString());
        assertThat(refused.body()).contains("within 2 s (tfaas.load-timeout)");
        assertThat(refused.statusCode()).isEqualTo(422);
      }
      assertPredicts(server);
      process.terminate();
      assertThat(process.awaitExit()).isEqualTo(137);
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

  @Test
  void ofAFormThatIsRefusedNoFileIsLeft() throws Exception {
    String part = "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n";
    String large = part + "x".repeat(1 << 20) + "\r\n";
    try (ServerProcess process = start("-Dtfaas.max-upload-size=2MiB")) {
      URI server = process.awaitReady();
      for (String form : List.of(large + part.repeat(40), large + large + large, large)) {
        HttpRequest request =
            HttpRequest.newBuilder(server.resolve("/upload"))
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(
                    BodyPublishers.fromPublisher(
                        BodyPublishers.ofByteArray(form.getBytes(US_ASCII))))
                .build();
        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isIn(400, 413);
      }
      try (Stream<Path> files = Files.walk(folder)) {
        assertThat(files.filter(file -> file.getFileName().toString().startsWith("MIME")))
            .isEmpty();
      }
    }
  }
}
