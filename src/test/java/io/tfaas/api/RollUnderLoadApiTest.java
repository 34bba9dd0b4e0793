package io.tfaas.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tfaas.testing.GraphModel;
import io.tfaas.testing.ServerTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * Requests of all protocols at once never notice that the versions of their model roll. Version N
 * of the model adds N to its input, in every number of both its outputs: an answer that is mixed of
 * two versions shows.
 */
final class RollUnderLoadApiTest extends ServerTest {

  private static final int ROLLS = 50;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LENGTH = "Inference-Header-Content-Length";
  private static final String INFER = "/v2/models/rolling/infer";

  @Override
  protected Map<String, String> settings() {
    return Map.of("tfaas.poll-interval", "10ms");
  }

  @Override
  protected void prepare(Path models) {
    write(models.resolve("rolling/1"), 1);
  }

  private static void write(Path folder, int version) {
    try (GraphModel model = new GraphModel()) {
      Ops ops = model.ops();
      Placeholder<TFloat32> x = model.floats(-1, 1);
      model.signature(
          "serving_default",
          x,
          Map.of(
              "y", ops.math.add(x, ops.constant(new float[] {version, version})),
              "z", ops.math.add(x, ops.constant((float) version))));
      model.write(folder);
    }
  }

  /**
   * What a reply says: the version, where the protocol tells it, and all numbers of the outputs.
   */
  private record Answer(OptionalLong version, List<Double> numbers) {}

  private interface Call {
    Answer make(float x) throws Exception;
  }

  /** Asks without a pause; what it adds to its requests tells its answers from others'. */
  private static final class Client implements Callable<Long> {

    private final float x;
    private final Call call;
    private final AtomicBoolean done;
    private volatile long newest;

    private Client(float x, Call call, AtomicBoolean done) {
      this.x = x;
      this.call = call;
      this.done = done;
    }

    @Override
    public Long call() throws Exception {
      while (!done.get()) {
        Answer answer = call.make(x);
        long version = (long) (answer.numbers().get(0) - x);
        assertThat(answer.numbers()).containsOnly((double) x + version);
        assertThat(answer.version().orElse(version)).isEqualTo(version);
        assertThat(version).isGreaterThanOrEqualTo(newest);
        newest = version;
      }
      return newest;
    }
  }

  @Test
  void noRequestFailsAndNoAnswerIsMixedWhileVersionsRoll50Times() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    List<Client> clients = new ArrayList<>();
    for (Call call : calls()) {
      clients.add(new Client(1000 * (clients.size() + 1), call, done));
    }
    ExecutorService threads = Executors.newFixedThreadPool(clients.size());
    try {
      Map<Client, Future<Long>> running = new LinkedHashMap<>();
      clients.forEach(client -> running.put(client, threads.submit(client)));
      for (int version = 2; version <= ROLLS + 1; version++) {
        copied(version);
        awaitAnswers(version, running);
      }
      done.set(true);
      for (Future<Long> client : running.values()) {
        assertThat(client.get()).isEqualTo(ROLLS + 1);
      }
    } finally {
      done.set(true);
      threads.shutdownNow();
    }
  }

  private List<Call> calls() {
    return List.of(this::json, this::rows, this::columns, this::infer, this::inferBinary);
  }

  private void copied(int version) throws Exception {
    Path staged = modelFolder().resolve(".tfaas/roll");
    write(staged, version);
    Path place = modelFolder().resolve("rolling/" + version);
    Files.move(staged, place, StandardCopyOption.ATOMIC_MOVE);
  }

  /* Until every client was answered by the version, or one has failed. */
  private static void awaitAnswers(int version, Map<Client, Future<Long>> running)
      throws Exception {
    for (Map.Entry<Client, Future<Long>> client : running.entrySet()) {
      while (client.getKey().newest < version) {
        if (client.getValue().isDone()) {
          client.getValue().get();
        }
        Thread.onSpinWait();
      }
    }
  }

  private Answer json(float x) throws Exception {
    String row = "{\"keys\": [\"x\"], \"values\": [%f], \"model\": \"rolling\"}".formatted(x);
    return new Answer(OptionalLong.empty(), numbers(ok(post("/json", row))));
  }

  private Answer rows(float x) throws Exception {
    return v1("{\"instances\": [[%f], [%f], [%f]]}".formatted(x, x, x));
  }

  private Answer columns(float x) throws Exception {
    return v1("{\"inputs\": [[%f], [%f]]}".formatted(x, x));
  }

  private Answer v1(String body) throws Exception {
    HttpResponse<byte[]> reply = post("/v1/models/rolling:predict", body);
    List<Double> numbers = numbers(ok(reply));
    return new Answer(reply.headers().firstValueAsLong("X-Model-Version"), numbers);
  }

  private Answer infer(float x) throws Exception {
    String input = "{\"name\":\"x\",\"shape\":[2,1],\"datatype\":\"FP32\",\"data\":[%f,%f]}";
    JsonNode reply = ok(post(INFER, "{\"inputs\":[" + input.formatted(x, x) + "]}"));
    List<Double> numbers = new ArrayList<>();
    reply.get("outputs").forEach(output -> numbers.addAll(numbers(output.get("data"))));
    return new Answer(OptionalLong.of(reply.get("model_version").asLong()), numbers);
  }

  private Answer inferBinary(float x) throws Exception {
    byte[] json =
        """
        {"parameters":{"binary_data_output":true},"inputs":[{"name":"x","shape":[2,1],
        "datatype":"FP32","parameters":{"binary_data_size":8}}]}"""
            .getBytes(StandardCharsets.UTF_8);
    ByteBuffer body = ByteBuffer.allocate(json.length + 8).order(ByteOrder.LITTLE_ENDIAN);
    body.put(json).putFloat(x).putFloat(x);
    HttpResponse<byte[]> reply =
        send(
            request(INFER)
                .header(LENGTH, Integer.toString(json.length))
                .POST(BodyPublishers.ofByteArray(body.array())));
    JsonNode told = ok(reply);
    int from = (int) reply.headers().firstValueAsLong(LENGTH).orElseThrow();
    ByteBuffer data = ByteBuffer.wrap(reply.body()).order(ByteOrder.LITTLE_ENDIAN).position(from);
    List<Double> numbers = new ArrayList<>();
    while (data.hasRemaining()) {
      numbers.add((double) data.getFloat());
    }
    return new Answer(OptionalLong.of(told.get("model_version").asLong()), numbers);
  }

  private static JsonNode ok(HttpResponse<byte[]> reply) throws Exception {
    assertThat(reply.statusCode()).as(text(reply)).isEqualTo(200);
    return JSON.readTree(reply.body());
  }

  /* Of every node below this one. */
  private static List<Double> numbers(JsonNode node) {
    if (node.isNumber()) {
      return List.of(node.doubleValue());
    }
    List<Double> numbers = new ArrayList<>();
    node.forEach(child -> numbers.addAll(numbers(child)));
    return numbers;
  }
}
