package io.tfaas.api.tfaas;

import static io.tfaas.api.tfaas.Replies.json;
import static io.tfaas.api.tfaas.Replies.ok;
import static io.tfaas.api.tfaas.Replies.staged;
import static io.tfaas.testing.GraphProtos.call;
import static io.tfaas.testing.GraphProtos.function;
import static io.tfaas.testing.GraphProtos.graph;
import static io.tfaas.testing.GraphProtos.metaGraph;
import static io.tfaas.testing.GraphProtos.node;
import static io.tfaas.testing.GraphProtos.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.tfaas.testing.GraphProtos;
import io.tfaas.testing.Samples;
import io.tfaas.testing.ServerTest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models with operations that do more than compute, uploaded and found in the model folder. */
final class GraphGuardApiTest extends ServerTest {

  private static final String ROW = "{\"instances\": [1.0, 2.0]}";

  @Override
  protected void prepare(Path models) {
    Samples.copy(Samples.path("half_plus_two/1"), models.resolve("half_plus_two/1"));
    writeSpy(models.resolve("spy/1"));
  }

  /* A signature that reads a file, two functions deep. */
  private static void writeSpy(Path folder) {
    write(
        folder,
        metaGraph(
                graph(
                    List.of(node("x", "Placeholder"), call("y", "outer", "x")),
                    function("outer", List.of("a"), call("go_on", "inner", "a")),
                    function("inner", List.of("b"), node("spy", "ReadFile", "b"))),
                "y:0")
            .build());
  }

  @Test
  void anUploadIsRefusedByNameAndTheOldVersionServesOn(@TempDir Path folder) {
    writeSpy(folder);

    HttpResponse<byte[]> refused = post("/bundle", Samples.tar(folder, "half_plus_two"));

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(json(refused).get("error").asText())
        .contains("'ReadFile' (in function 'inner', node 'spy') reads or writes files")
        .contains("tfaas.allowed-operations")
        .doesNotContain(modelFolder().toString());
    assertThat(ok(post("/v1/models/half_plus_two:predict", ROW)).get("predictions")).hasSize(2);
    assertThat(staged(modelFolder())).isEmpty();
  }

  @Test
  void aModelInTheFolderIsReportedAndSkipped() {
    assertThat(text(get("/models"))).contains("'ReadFile' (in function 'inner', node 'spy')");
    assertThat(ok(post("/v1/models/half_plus_two:predict", ROW)).get("predictions")).hasSize(2);
    assertThat(post("/v1/models/spy:predict", ROW).statusCode()).isGreaterThanOrEqualTo(400);
  }

  @Test
  void aFrozenGraphIsLookedAtToo() {
    byte[] graph =
        GraphProtos.graph(
                List.of(
                    node("x", "Placeholder"), node("y", "Identity", "x"), node("z", "WriteFile")))
            .toByteArray();
    MultipartBody form =
        new MultipartBody()
            .field("name", "frozen")
            .field(
                "params", "{\"name\": \"frozen\", \"input_node\": \"x\", \"output_node\": \"y\"}")
            .file("model", "model.pb", "application/octet-stream", graph);

    HttpResponse<byte[]> refused = post("/upload", form);

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(json(refused).get("error").asText()).contains("'WriteFile' (node 'z')");
  }
}
