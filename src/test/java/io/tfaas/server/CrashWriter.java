package io.tfaas.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tfaas.testing.AddModel;
import io.tfaas.testing.ServerTest.MultipartBody;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Changes models of its own until the server is gone, and knows what must be left of them. */
final class CrashWriter {

  static final int KEPT_VERSIONS = 3;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path models;
  private final Random random;
  private final List<String> names;
  private final Map<String, List<StoredState>> possible = new TreeMap<>();
  private HttpClient client = HttpClient.newHttpClient();
  private URI server = URI.create("http://127.0.0.1/");
  private int uploads;
  private int deletes;
  private int marks;

  CrashWriter(Path models, Random random, List<String> names) {
    this.models = models;
    this.random = random;
    this.names = names;
    names.forEach(name -> possible.put(name, List.of(StoredState.NOTHING)));
  }

  /** How many of its calls were acknowledged. */
  String acknowledged() {
    return uploads + " uploads, " + deletes + " deletes, " + marks + " pins and labels";
  }

  int acknowledgedUploads() {
    return uploads;
  }

  /** Where the server is now. */
  void connect(URI address) {
    client = HttpClient.newHttpClient();
    server = address;
  }

  /** Makes calls until one is cut off, and tells of each that was acknowledged. */
  void write(Runnable acknowledged) throws InterruptedException {
    try {
      while (true) {
        change(names.get(random.nextInt(names.size())));
        acknowledged.run();
      }
    } catch (IOException e) {
      /* The server was killed; whether the last call counts is seen after its restart. */
    }
  }

  private List<StoredState> possible(String name) {
    return possible.getOrDefault(name, List.of());
  }

  private void change(String name) throws IOException, InterruptedException {
    StoredState state = possible(name).get(0);
    int kind = random.nextInt(10);
    if (state.isNothing() || kind < 5) {
      upload(name, state);
      uploads++;
    } else if (kind < 7) {
      acknowledge(name, request("/delete/" + name).DELETE(), List.of(StoredState.NOTHING));
      deletes++;
    } else {
      mark(name, state);
      marks++;
    }
  }

  private void upload(String name, StoredState state) throws IOException, InterruptedException {
    int addend = 1 + random.nextInt(1 << 20);
    MultipartBody form =
        new MultipartBody()
            .field("name", name)
            .file("params", "params.json", "application/json", AddModel.params(name))
            .file("model", "model.pb", "application/octet-stream", AddModel.graph(addend));
    StoredState whole = state.withUpload(addend);
    acknowledge(
        name,
        request("/upload")
            .header("Content-Type", form.contentType())
            .POST(BodyPublishers.ofByteArray(form.bytes())),
        List.of(whole.pruned(KEPT_VERSIONS), whole));
  }

  private void mark(String name, StoredState state) throws IOException, InterruptedException {
    List<Long> numbers = List.copyOf(state.versions().keySet());
    long version = numbers.get(random.nextInt(numbers.size()));
    String body = "{\"version\": " + version + "}";
    switch (random.nextInt(4)) {
      case 0 ->
          acknowledge(
              name,
              request("/models/" + name + "/pin").PUT(BodyPublishers.ofString(body)),
              List.of(state.withPin(Optional.of(version))));
      case 1 ->
          acknowledge(
              name,
              request("/models/" + name + "/pin").DELETE(),
              List.of(state.withPin(Optional.empty())));
      default -> {
        String label = random.nextBoolean() ? "stable" : "canary";
        boolean remove = state.labels().containsKey(label) && random.nextBoolean();
        HttpRequest.Builder request = request("/models/" + name + "/labels/" + label);
        acknowledge(
            name,
            remove ? request.DELETE() : request.PUT(BodyPublishers.ofString(body)),
            List.of(state.withLabel(label, remove ? Optional.empty() : Optional.of(version))));
      }
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.resolve(path));
  }

  /* The first of the outcomes is that of a call that was answered. */
  private void acknowledge(String name, HttpRequest.Builder request, List<StoredState> outcomes)
      throws IOException, InterruptedException {
    List<StoredState> either = new ArrayList<>(possible(name));
    either.addAll(outcomes);
    possible.put(name, either);
    HttpResponse<String> reply = client.send(request.build(), BodyHandlers.ofString());
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    possible.put(name, List.of(outcomes.get(0)));
  }

  /** Finds each model as it has to be, and goes on from there. */
  void check() throws IOException, InterruptedException {
    for (String name : names) {
      StoredState found = found(name);
      assertThat(possible(name)).as("what may be left of %s", name).anyMatch(allows(found));
      requireServed(name, found);
      possible.put(name, List.of(found));
    }
  }

  /* Of the versions that an upload prunes, any number may be gone. */
  private static Predicate<StoredState> allows(StoredState found) {
    return state ->
        state.withOnly(found.versions().keySet()).equals(found)
            && found
                .versions()
                .keySet()
                .containsAll(state.pruned(KEPT_VERSIONS).versions().keySet());
  }

  private StoredState found(String name) throws IOException, InterruptedException {
    HttpResponse<String> reply = get("/models/" + name + "/versions");
    Path folder = models.resolve(name);
    if (reply.statusCode() == 404) {
      assertThat(folder).doesNotExist();
      return StoredState.NOTHING;
    }
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    JsonNode view = JSON.readTree(reply.body());
    Map<String, Long> labels = new TreeMap<>();
    view.get("labels").properties().forEach(e -> labels.put(e.getKey(), e.getValue().asLong()));
    return new StoredState(
        onDisk(name), Optional.ofNullable(view.get("pin")).map(JsonNode::asLong), labels);
  }

  /* Every version's files, which must be those of one of its uploads. */
  private NavigableMap<Long, Integer> onDisk(String name) throws IOException {
    List<Path> folders;
    try (Stream<Path> children = Files.list(models.resolve(name))) {
      folders = children.toList();
    }
    return folders.stream()
        .collect(
            Collectors.toMap(
                folder -> Long.parseLong(folder.getFileName().toString()),
                folder -> addend(name, folder),
                (a, b) -> a,
                TreeMap::new));
  }

  private int addend(String name, Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("model.pb", "params.json");
      assertThat(JSON.readTree(folder.resolve("params.json").toFile()).get("name").asText())
          .isEqualTo(name);
      byte[] graph = Files.readAllBytes(folder.resolve("model.pb"));
      return possible(name).stream()
          .flatMap(state -> state.versions().values().stream())
          .filter(addend -> Arrays.equals(AddModel.graph(addend), graph))
          .findFirst()
          .orElseThrow(() -> new AssertionError("Not the graph of an upload: " + folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void requireServed(String name, StoredState state)
      throws IOException, InterruptedException {
    if (state.isNothing()) {
      return;
    }
    assertThat(predict("/v1/models/" + name + ":predict")).isEqualTo(state.answering());
    for (Map.Entry<String, Long> label : state.labels().entrySet()) {
      String path = "/v1/models/" + name + "/labels/" + label.getKey() + ":predict";
      assertThat(predict(path)).isEqualTo(state.versions().get(label.getValue()));
    }
  }

  private int predict(String path) throws IOException, InterruptedException {
    HttpResponse<String> reply =
        client.send(
            request(path).POST(BodyPublishers.ofString("{\"instances\": [[0]]}")).build(),
            BodyHandlers.ofString(StandardCharsets.UTF_8));
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    return JSON.readTree(reply.body()).get("predictions").get(0).get(0).asInt();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(request(path).build(), BodyHandlers.ofString());
  }
}
