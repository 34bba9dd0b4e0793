package io.tfaas.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tfaas.proto.DataFrame;
import io.tfaas.proto.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Writes what src/bench/run sends, all made from the sample models' own rows and images. */
public final class BenchmarkBodies {

  private static final int FRAME_ROWS = 1000;

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
