package io.tfaas.api.tfaas;

import static io.tfaas.api.tfaas.Replies.assertError;
import static io.tfaas.api.tfaas.Replies.names;
import static io.tfaas.api.tfaas.Replies.ok;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tfaas.testing.Samples;
import io.tfaas.testing.ServerTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Models of a model config file and of Triton's repository, beside those of the model folder. */
final class ServingLayoutApiTest extends ServerTest {

  private static final String CONFIG =
      """
      model_config_list {
        config { name: "elsewhere" base_path: "%s" model_version_policy { all {} }
                 version_labels { key: "Version_Label" value: 1 } }
        config { name: "here" base_path: "here" version_labels { key: "latest" value: 123 } }
        config { name: "missing" base_path: "missing" }
      }
      """;

  @Override
  protected Map<String, String> settings() {
    return Map.of(
        "tfaas.poll-interval",
        "0s",
        "tfaas.model-config-file",
        modelFolder().resolve("models.config").toString());
  }

  @Override
  protected void prepare(Path models) {
    Path sample = Samples.path("half_plus_two");
    Samples.copy(sample.resolve("1"), folder(models, "here").resolve("00000123"));
    Samples.copy(sample.resolve("1"), folder(models, "triton/1").resolve("model.savedmodel"));
    Samples.copy(sample.resolve("2"), folder(models, "triton/3").resolve("model.savedmodel"));
    Samples.copy(sample.resolve("1"), folder(models, "a b").resolve("1"));
    write(
        models.resolve("triton/config.pbtxt"),
        "name: 'triton' max_batch_size: 8 version_policy: { specific { versions: [1, 3] } }");
    write(models.resolve("models.config"), CONFIG.formatted(sample));
  }

  private static Path folder(Path models, String name) {
    try {
      return Files.createDirectories(models.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String content) {
    try {
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void bothKindsOfModelsAreServedTogether() {
    assertThat(names(ok(get("/models"))))
        .containsExactly("a b", "elsewhere", "here", "missing", "triton");
  }

  @Test
  void aModelElsewhereHasItsPolicyAndLabels() {
    JsonNode view = ok(get("/models/elsewhere/versions"));

    assertThat(view.get("policy").asText()).isEqualTo("all versions");
    assertThat(view.get("versions").findValuesAsText("version")).containsExactly("2", "1");
    assertThat(view.at("/versions/1/labels").toString()).isEqualTo("[\"Version_Label\"]");
  }

  @Test
  void aModelOfTheModelFolderGetsTheLabelsOfTheConfigFile() {
    assertThat(ok(get("/models/here/versions")).get("labels").toString())
        .isEqualTo("{\"latest\":123}");
  }

  @Test
  void aModelOfTritonsRepositoryHasItsPolicyAndLimits() {
    JsonNode view = ok(get("/models/triton/versions"));

    assertThat(view.get("policy").asText()).isEqualTo("only versions 1, 3");
    assertThat(view.get("versions").findValuesAsText("version")).containsExactly("3", "1");
    assertThat(ok(get("/params/triton")).get("max_batch_rows").asInt()).isEqualTo(8);
  }

  @Test
  void aModelWithoutFilesStopsNoOther() {
    assertError(
        get("/params/missing"),
        404,
        "Model 'missing' is not served: Its folder holds no saved_model.pb, no frozen graph, and"
            + " no numbered folder with one");
    assertThat(text(post("/json", "{\"values\": [1], \"model\": \"a b\"}")).strip())
        .isEqualTo("[1.5]");
  }

  @Test
  void aNameWithASpaceHasVersions() {
    assertThat(ok(get("/models/a%20b/versions")).get("name").asText()).isEqualTo("a b");
  }

  @Test
  void aModelElsewhereIsNotRemoved() {
    assertError(
        delete("/delete/elsewhere"),
        409,
        "Model 'elsewhere' is one of the model config file; change it where its files are");
  }

  @Test
  void aModelElsewhereTakesNoUpload() {
    byte[] bundle = Samples.tar(Samples.path("half_plus_two/1"), "elsewhere");

    assertError(
        post("/bundle", bundle),
        409,
        "Model 'elsewhere' is one of the model config file; change it where its files are");
    assertThat(Samples.path("half_plus_two").resolve("3")).doesNotExist();
  }

  @Test
  void aModelWithNamedVersionsTakesNoUpload() {
    byte[] bundle = Samples.tar(Samples.path("half_plus_two/1"), "triton");

    assertError(
        post("/bundle", bundle),
        409,
        "Model 'triton' serves only versions 1, 3, as its files say; another one cannot be"
            + " uploaded");
  }

  @Test
  void aModelOfTheModelFolderTakesUploadsThoughTheConfigFileNamesIt() {
    ok(post("/bundle", Samples.tar(Samples.path("half_plus_two/2"), "here")));

    assertThat(ok(get("/models/here/versions")).get("versions").findValuesAsText("version"))
        .containsExactly("124", "123");
  }
}
