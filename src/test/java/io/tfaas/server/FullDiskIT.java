package io.tfaas.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tfaas.testing.AddModel;
import io.tfaas.testing.ServerTest.MultipartBody;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged server on a file system of two megabytes that is full, or becomes read-only.
 *
 * <p>Mounting takes root. {@code -Dit.mount=require}, as the profile {@code clients} has it, fails
 * where it is not allowed; {@code try}, the default, skips with a message; {@code none} skips.
 */
@EnabledOnOs(OS.LINUX)
final class FullDiskIT {

  private static final String MOUNT = System.getProperty("it.mount", "try");
  private static final String SIZE = "size=2m";
  private static final String FULL =
      "{\"error\": \"The server's disk is full: delete models that are not needed any more, or ask"
          + " the server's operator for room\"}";

  private final HttpClient client = HttpClient.newHttpClient();
  private final Path folder;
  private final Path models;

  FullDiskIT(@TempDir Path folder) {
    this.folder = folder;
    this.models = folder.resolve("models");
  }

  private int mount(String... arguments) throws Exception {
    Program program = new Program(folder, Map.of());
    try {
      return program.run(List.of(arguments)).status();
    } catch (IOException e) {
      return -1;
    }
  }

  @BeforeEach
  void makeTheDisk() throws Exception {
    Files.createDirectories(models);
    assumeFalse(MOUNT.equals("none"), "-Dit.mount=none");
    int status = mount("mount", "-t", "tmpfs", "-o", SIZE, "tmpfs", models.toString());
    assumeTrue(
        status == 0 || MOUNT.equals("require"),
        "This test mounts a file system, which only root may; what it tests is NOT tested here");
    assertThat(status)
        .as("mount: this test needs root, or -Dit.mount=none where that cannot be had")
        .isZero();
  }

  @AfterEach
  void removeTheDisk() throws Exception {
    while (mount("umount", "--lazy", models.toString()) == 0) {}
  }

  @Test
  void anUploadThatFindsNoRoomChangesNothingAndLeavesNothing() throws Exception {
    try (ServerProcess server = start()) {
      URI address = server.awaitReady();
      assertThat(upload(address, 7, new byte[0]).statusCode()).isEqualTo(200);
      assertThat(send(put(address, "/models/m/labels/stable", 1)).statusCode()).isEqualTo(200);
      long before = models.toFile().getUsableSpace();

      HttpResponse<String> refused = upload(address, 8, new byte[4 << 20]);

      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(507);
      assertThat(refused.body()).isEqualToIgnoringNewLines(FULL);
      assertThat(predict(address)).contains("7.0");
      assertThat(models.resolve(".tfaas/staging")).isEmptyDirectory();
      assertThat(models.toFile().getUsableSpace()).isEqualTo(before);
      assertThat(upload(address, 9, new byte[0]).statusCode()).isEqualTo(200);
      assertThat(predict(address)).contains("9.0");
    }
  }

  @Test
  void pinsAndLabelsStayAsTheyWereWhereThereIsNoRoom() throws Exception {
    try (ServerProcess server = start()) {
      URI address = server.awaitReady();
      assertThat(upload(address, 7, new byte[0]).statusCode()).isEqualTo(200);
      assertThat(upload(address, 8, new byte[0]).statusCode()).isEqualTo(200);
      assertThat(send(put(address, "/models/m/pin", 1)).statusCode()).isEqualTo(200);
      Path filler = fill();

      HttpResponse<String> pin = send(put(address, "/models/m/pin", 2));
      HttpResponse<String> label = send(put(address, "/models/m/labels/stable", 2));

      assertThat(pin.statusCode()).as(pin.body()).isEqualTo(507);
      assertThat(pin.body()).isEqualToIgnoringNewLines(FULL);
      assertThat(label.statusCode()).as(label.body()).isEqualTo(507);
      assertThat(predict(address)).contains("7.0");
      assertThat(models.resolve(".tfaas/versions/m")).hasContent("{\"pin\":1}");

      HttpRequest.Builder delete = HttpRequest.newBuilder(address.resolve("/delete/m")).DELETE();
      assertThat(send(delete).statusCode()).isEqualTo(200);
      assertThat(models.resolve("m")).doesNotExist();
      Files.delete(filler);
      assertThat(upload(address, 9, new byte[0]).statusCode()).isEqualTo(200);
      assertThat(predict(address)).contains("9.0");
    }
  }

  @Test
  void aFolderThatBecomesReadOnlyIsServedAndNotChanged() throws Exception {
    try (ServerProcess server = start()) {
      URI address = server.awaitReady();
      assertThat(upload(address, 7, new byte[0]).statusCode()).isEqualTo(200);
      makeReadOnly();

      HttpResponse<String> refused = upload(address, 8, new byte[0]);

      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
      assertThat(refused.body())
          .isEqualToIgnoringNewLines(
              "{\"error\": \"The server cannot change its model folder, and nothing was changed: the"
                  + " server's log tells its operator why\"}");
      assertThat(server.errors()).anyMatch(line -> line.contains("folder cannot be changed"));
      assertThat(send(put(address, "/models/m/pin", 1)).statusCode()).isEqualTo(503);
      HttpRequest.Builder delete = HttpRequest.newBuilder(address.resolve("/delete/m")).DELETE();
      assertThat(send(delete).statusCode()).isEqualTo(503);
      assertThat(predict(address)).contains("7.0");
    }
  }

  @Test
  void loadAndUnloadCallsWorkOnAReadOnlyFolderUntilTheRestart() throws Exception {
    try (ServerProcess server = start()) {
      URI address = server.awaitReady();
      assertThat(upload(address, 7, new byte[0]).statusCode()).isEqualTo(200);
      makeReadOnly();

      assertThat(repository(address, "unload").statusCode()).isEqualTo(200);
      assertThat(send(HttpRequest.newBuilder(address.resolve("/params/m"))).body())
          .contains("it is unloaded");
      assertThat(server.errors()).anyMatch(line -> line.contains("lasts until the restart only"));
      assertThat(repository(address, "load").statusCode()).isEqualTo(200);
      assertThat(predict(address)).contains("7.0");
    }
  }

  @Test
  void aReadOnlyFolderIsServedFromTheStart() throws Exception {
    try (ServerProcess server = start()) {
      assertThat(upload(server.awaitReady(), 7, new byte[0]).statusCode()).isEqualTo(200);
      server.terminate();
      server.awaitExit();
    }
    assertThat(mount("mount", "-o", "remount,ro", models.toString())).isZero();
    try (ServerProcess server = start()) {
      URI address = server.awaitReady();
      assertThat(predict(address)).contains("7.0");
      assertThat(upload(address, 8, new byte[0]).statusCode()).isEqualTo(503);
      assertThat(server.errors()).anyMatch(line -> line.contains("cannot be written"));
    }
  }

  /*
   * By a second mount over the first: that has a file which is open to be written, the lock, and
   * the system lets only its own errors make it read-only.
   */
  private void makeReadOnly() throws Exception {
    assertThat(mount("mount", "--bind", models.toString(), models.toString())).isZero();
    assertThat(mount("mount", "-o", "remount,bind,ro", models.toString())).isZero();
    assertThat(Files.isWritable(models)).isFalse();
  }

  /* Takes all the room there is, and returns what did. */
  private Path fill() throws IOException {
    Path filler = models.resolve("filler");
    byte[] page = new byte[4096];
    try (var out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(page);
      }
    } catch (IOException e) {
      return filler;
    }
  }

  private ServerProcess start() throws Exception {
    return ServerProcess.start(
        folder,
        List.of("-XX:TieredStopAtLevel=1", "-Dtfaas.port=0", "-Dtfaas.model-dir=" + models));
  }

  private HttpResponse<String> upload(URI address, int addend, byte[] labels) throws Exception {
    MultipartBody form =
        new MultipartBody()
            .field("name", "m")
            .file("params", "params.json", "application/json", AddModel.params("m"))
            .file("model", "model.pb", "application/octet-stream", AddModel.graph(addend));
    if (labels.length > 0) {
      form.file("labels", "labels.txt", "text/plain", labels);
    }
    return send(
        HttpRequest.newBuilder(address.resolve("/upload"))
            .header("Content-Type", form.contentType())
            .POST(BodyPublishers.ofByteArray(form.bytes())));
  }

  private HttpResponse<String> repository(URI address, String call) throws Exception {
    return send(
        HttpRequest.newBuilder(address.resolve("/v2/repository/models/m/" + call))
            .POST(BodyPublishers.noBody()));
  }

  private static HttpRequest.Builder put(URI address, String path, long version) {
    return HttpRequest.newBuilder(address.resolve(path))
        .PUT(BodyPublishers.ofString("{\"version\": " + version + "}"));
  }

  private String predict(URI address) throws Exception {
    HttpResponse<String> reply =
        send(
            HttpRequest.newBuilder(address.resolve("/v1/models/m:predict"))
                .POST(BodyPublishers.ofString("{\"instances\": [[0]]}")));
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    return reply.body();
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
