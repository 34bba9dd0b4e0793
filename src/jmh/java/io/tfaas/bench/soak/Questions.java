package io.tfaas.bench.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tfaas.proto.Predictions;
import io.tfaas.proto.Row;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Predictions by each protocol. The models are x / 2 + 1, and the rolling one at times x / 2 + 2:
 * all rows of an answer are of one of the two.
 */
final class Questions implements Soak.Work {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SoakedServer server;
  private final Counts counts;
  private final String model;

  Questions(SoakedServer server, Counts counts, String model) {
    this.server = server;
    this.counts = counts;
    this.model = model;
  }

  @Override
  public void once() throws IOException, InterruptedException {
    float[] x = new float[1 + ThreadLocalRandom.current().nextInt(20)];
    for (int i = 0; i < x.length; i++) {
      x[i] = ThreadLocalRandom.current().nextInt(-1000, 1000);
    }
    switch (ThreadLocalRandom.current().nextInt(5)) {
      case 0 -> json(x[0]);
      case 1 -> proto(x[0]);
      case 2 -> tfServing(x);
      case 3 -> infer(x);
      default -> binary(x);
    }
  }

  private void json(float x) throws IOException, InterruptedException {
    Reply reply =
        Client.post(server.at("/json"), "{\"values\": [" + x + "], \"model\": \"" + model + "\"}");
    if (answered("/json", reply)) {
      check("/json", floats(JSON.readTree(reply.body())), x);
    }
  }

  private void proto(float x) throws IOException, InterruptedException {
    byte[] row = Row.newBuilder().addValue(x).setModel(model).build().toByteArray();
    Reply reply = Client.post(server.at("/proto"), row, "Content-Type", "application/x-protobuf");
    if (answered("/proto", reply)) {
      Predictions predictions = Predictions.parseFrom(reply.body());
      check("/proto", new float[] {predictions.getPrediction(0).getProbability()}, x);
    }
  }

  private void tfServing(float[] x) throws IOException, InterruptedException {
    StringBuilder rows = new StringBuilder();
    for (float value : x) {
      rows.append(rows.length() == 0 ? "" : ",").append('[').append(value).append(']');
    }
    Reply reply =
        Client.post(
            server.at("/v1/models/" + model + ":predict"), "{\"instances\": [" + rows + "]}");
    if (answered("/v1", reply)) {
      check("/v1", floats(JSON.readTree(reply.body()).path("predictions")), x);
    }
  }

  private void infer(float[] x) throws IOException, InterruptedException {
    String body =
        "{\"inputs\": [{\"name\": \"x\", \"datatype\": \"FP32\", \"shape\": [%d, 1], \"data\": %s}]}"
            .formatted(x.length, JSON.writeValueAsString(x));
    Reply reply = Client.post(server.at("/v2/models/" + model + "/infer"), body);
    if (answered("/v2", reply)) {
      check("/v2", floats(JSON.readTree(reply.body()).path("outputs").path(0).path("data")), x);
    }
  }

  private void binary(float[] x) throws IOException, InterruptedException {
    ByteBuffer data = ByteBuffer.allocate(4 * x.length).order(ByteOrder.LITTLE_ENDIAN);
    data.asFloatBuffer().put(x);
    Reply reply =
        Client.post(
            server.at("/v2/models/" + model + "/infer"),
            data.array(),
            "Content-Type",
            "application/octet-stream",
            "Inference-Header-Content-Length",
            "0");
    if (answered("/v2 binary", reply)) {
      int head = Integer.parseInt(reply.jsonLength().orElse("0"));
      float[] y = new float[(reply.body().length - head) / 4];
      ByteBuffer.wrap(reply.body(), head, 4 * y.length)
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(y);
      check("/v2 binary", y, x);
    }
  }

  private boolean answered(String protocol, Reply reply) {
    int status = reply.status();
    if (status == 429 || status == 503) {
      counts.add("refused " + status + " " + protocol);
    } else if (status != 200) {
      counts.wrong(protocol + " " + model + " " + status + " " + reply.text());
    }
    return status == 200;
  }

  private static float[] floats(JsonNode list) {
    float[] values = new float[list.size()];
    for (int i = 0; i < values.length; i++) {
      JsonNode value = list.get(i);
      values[i] = value.isArray() ? value.get(0).floatValue() : value.floatValue();
    }
    return values;
  }

  private void check(String protocol, float[] y, float... x) {
    boolean right = isOf(1, y, x) || (model.equals("rolling") && isOf(2, y, x));
    if (right) {
      counts.add("answered " + protocol + " " + model);
    } else {
      counts.wrong(protocol + " answer of " + model);
    }
  }

  private static boolean isOf(int version, float[] y, float[] x) {
    boolean same = y.length == x.length;
    for (int i = 0; same && i < x.length; i++) {
      same = y[i] == x[i] / 2 + version;
    }
    return same;
  }
}
