package io.tfaas.api.tfaas;

import static io.tfaas.api.tfaas.Replies.ok;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tfaas.TfaasApplication;
import io.tfaas.testing.AddModel;
import io.tfaas.testing.Samples;
import io.tfaas.testing.ServerTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Files of served versions that are damaged under the running server, which polls them. */
@Timeout(120)
final class DamagedFilesApiTest extends ServerTest {

  private static final String NO_GRAPH = "The model's graph file is not a TensorFlow graph";

  @Override
  protected Map<String, String> settings() {
    return Map.of("tfaas.poll-interval", "50ms");
  }

  @Override
  protected void prepare(Path models) {
    try {
      for (int version : new int[] {1, 2}) {
        Path folder = Files.createDirectories(models.resolve("m/" + version));
        Files.write(folder.resolve("params.json"), AddModel.params("m"));
        Files.write(folder.resolve("model.pb"), AddModel.graph(version));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Samples.copy(Samples.path("half_plus_two"), models.resolve("half_plus_two"));
  }

  private Path file(String name) {
    return modelFolder().resolve("m/2").resolve(name);
  }

  /* Polls are the server's own: asks until one has seen the damage. */
  private JsonNode newest(String model, Predicate<JsonNode> seen) {
    while (true) {
      JsonNode version = ok(get("/models/" + model + "/versions")).at("/versions/0");
      if (seen.test(version)) {
        return version;
      }
    }
  }

  private void requireServedAsBefore(String error) {
    JsonNode version = newest("m", seen -> seen.has("error"));
    assertThat(version.get("version").asLong()).isEqualTo(2);
    assertThat(version.get("state").asText()).isEqualTo("AVAILABLE");
    assertThat(version.get("error").asText()).isEqualTo(error);
    assertThat(prediction()).isEqualTo("[2.0]");
  }

  private String prediction() {
    HttpResponse<byte[]> reply = post("/json", "{\"values\": [0], \"model\": \"m\"}");
    assertThat(reply.statusCode()).as(text(reply)).isEqualTo(200);
    return text(reply).strip();
  }

  @Test
  void aGraphThatIsGarbledIsServedAsItWas() throws IOException {
    Files.writeString(file("model.pb"), "no graph");
    requireServedAsBefore(NO_GRAPH);
  }

  @Test
  void aGraphThatIsCutOffIsServedAsItWas() throws IOException {
    Files.write(file("model.pb"), Arrays.copyOf(AddModel.graph(2), 40));
    requireServedAsBefore(NO_GRAPH);
  }

  @Test
  void paramsThatAreGarbledLeaveTheVersionServedAsItWas() throws IOException {
    Files.writeString(file("params.json"), "{\"name\": ");
    requireServedAsBefore("params.json is not the JSON object that describes a model (line 1)");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aGraphThatTheDiskDoesNotGiveIsServedAsItWas() throws IOException {
    /* To read its beginning is an input/output error, for root too. */
    Files.delete(file("model.pb"));
    Files.createSymbolicLink(file("model.pb"), Path.of("/proc/self/mem"));
    requireServedAsBefore("The model's files cannot be read");
  }

  @Test
  void aGarbledVersionThatIsMendedIsServed() throws IOException {
    Files.writeString(file("model.pb"), "no graph");
    newest("m", seen -> seen.has("error"));
    Files.write(file("model.pb"), AddModel.graph(9));
    newest("m", seen -> !seen.has("error"));
    assertThat(prediction()).isEqualTo("[9.0]");
  }

  @Test
  void variablesThatAreGarbledLeaveTheVersionServedAsItWas() throws IOException {
    Path data = modelFolder().resolve("half_plus_two/2/variables/variables.data-00000-of-00001");
    byte[] garbled = Files.readAllBytes(data);
    Arrays.fill(garbled, (byte) 0x55);
    Files.write(data, garbled);

    JsonNode version = newest("half_plus_two", seen -> seen.has("error"));

    assertThat(version.get("version").asLong()).isEqualTo(2);
    assertThat(version.get("state").asText()).isEqualTo("AVAILABLE");
    assertThat(version.get("error").asText()).doesNotContain(modelFolder().toString());
    assertThat(text(post("/json", "{\"values\": [1], \"model\": \"half_plus_two\"}")).strip())
        .isEqualTo("[2.5]");
  }

  @Test
  void aVersionWithoutItsGraphIsNoneAndGivesWayToTheOneBefore() throws IOException {
    Files.delete(file("model.pb"));
    newest(
        "m",
        seen ->
            seen.get("version").asLong() == 1 && seen.get("state").asText().equals("AVAILABLE"));
    assertThat(prediction()).isEqualTo("[1.0]");
  }

  @Test
  void aRestartServesTheNewestVersionThatIsWhole() throws Exception {
    Files.writeString(file("model.pb"), "no graph");
    try (TfaasApplication restarted = restart()) {
      assertThat(reply(restarted, "/models/m/versions"))
          .contains(
              "[{\"version\":2,\"state\":\"END\",\"error\":\""
                  + NO_GRAPH
                  + "\",\"labels\":[]},"
                  + "{\"version\":1,\"state\":\"AVAILABLE\",\"labels\":[]}]");
    }
  }
}
