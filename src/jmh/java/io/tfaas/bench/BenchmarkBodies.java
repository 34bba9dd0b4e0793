package io.tfaas.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tfaas.proto.DataFrame;
import io.tfaas.proto.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Writes what src/bench/run sends, all made from the sample models' own rows and images. */
public final class BenchmarkBodies {

  private static final int FRAME_ROWS = 1000;
  private static final int BINARY_ROWS = 1024;

  private final Path samples;
  private final Path to;

  private BenchmarkBodies(Path samples, Path to) {
    this.samples = samples;
    this.to = to;
  }

  /**
   * Writes them.
   *
   * @param args folder of the sample models, folder to write into
   */
  public static void main(String[] args) throws IOException {
    BenchmarkBodies bodies = new BenchmarkBodies(Path.of(args[0]), Path.of(args[1]));
    bodies.rows();
    bodies.forms();
  }

  private void rows() throws IOException {
    byte[] json = Files.readAllBytes(samples.resolve("hep42/row.json"));
    ObjectNode row = (ObjectNode) new ObjectMapper().readTree(json);
    write("json.json", json);
    write("json-hep42.json", row.deepCopy().put("model", "hep42").toString().getBytes(UTF_8));
    Row withKeys = proto(row);
    write("row.pb", withKeys.toByteArray());
    write("frame-1000-keys.pb", frame(withKeys));
    write("frame-1000.pb", frame(withKeys.toBuilder().clearKey().build()));
    write("v1.json", instances(row.get("values"), 1));
    write("v1-frame-1000.json", instances(row.get("values"), FRAME_ROWS));
    binary(row.get("values"));
  }

  private static Row proto(JsonNode row) {
    Row.Builder proto = Row.newBuilder();
    row.get("keys").forEach(key -> proto.addKey(key.textValue()));
    row.get("values").forEach(value -> proto.addValue(value.floatValue()));
    return proto.build();
  }

  private static byte[] frame(Row row) {
    return DataFrame.newBuilder()
        .addAllRow(Collections.nCopies(FRAME_ROWS, row))
        .build()
        .toByteArray();
  }

  private static byte[] instances(JsonNode values, int rows) {
    String all = String.join(",", Collections.nCopies(rows, values.toString()));
    return ("{\"instances\":[" + all + "]}").getBytes(UTF_8);
  }

  /* The protocol's JSON part, its length in a file of its own, and the rows little-endian. */
  private void binary(JsonNode values) throws IOException {
    int bytes = BINARY_ROWS * values.size() * Float.BYTES;
    String json =
        """
        {"inputs":[{"name":"inputs","shape":[%d,%d],"datatype":"FP32",\
        "parameters":{"binary_data_size":%d}}],"parameters":{"binary_data_output":true}}"""
            .formatted(BINARY_ROWS, values.size(), bytes);
    ByteBuffer body = ByteBuffer.allocate(json.length() + bytes).order(ByteOrder.LITTLE_ENDIAN);
    body.put(json.getBytes(UTF_8));
    for (int row = 0; row < BINARY_ROWS; row++) {
      values.forEach(value -> body.putFloat(value.floatValue()));
    }
    write("v2-1024.bin", body.array());
    write("v2-1024.length", Integer.toString(json.length()).getBytes(UTF_8));
  }

  private void forms() throws IOException {
    List<Path> images;
    try (Stream<Path> files = Files.list(samples.resolve("digits/images"))) {
      images =
          files
              .filter(file -> file.getFileName().toString().startsWith("digit_"))
              .sorted()
              .toList();
    }
    for (Path image : images) {
      write(image.getFileName() + ".form", form(image));
    }
  }

  private static byte[] form(Path image) throws IOException {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    form.writeBytes(
        """
        --tfaas-bench\r
        Content-Disposition: form-data; name="image"; filename="%s"\r
        Content-Type: image/png\r
        \r
        """
            .formatted(image.getFileName())
            .getBytes(UTF_8));
    form.writeBytes(Files.readAllBytes(image));
    form.writeBytes("\r\n--tfaas-bench--\r\n".getBytes(UTF_8));
    return form.toByteArray();
  }

  private void write(String name, byte[] body) throws IOException {
    Files.write(to.resolve(name), body);
  }
}
