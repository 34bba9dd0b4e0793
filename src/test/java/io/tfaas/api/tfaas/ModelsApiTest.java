package io.tfaas.api.tfaas;

import static io.tfaas.api.tfaas.Replies.assertError;
import static io.tfaas.api.tfaas.Replies.fields;
import static io.tfaas.api.tfaas.Replies.names;
import static io.tfaas.api.tfaas.Replies.ok;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tfaas.TfaasApplication;
import io.tfaas.testing.BodyOnDelete;
import io.tfaas.testing.Samples;
import io.tfaas.testing.ServerTest;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.test.spi.TestContainerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server tells of its models, which is the default, their files and removal. */
final class ModelsApiTest extends ServerTest {

  private static final String[] ORIGINAL_FIELDS = {
    "name",
    "model",
    "labels",
    "op",
    "input_name",
    "output_name",
    "img_channels",
    "options",
    "input_node",
    "output_node",
    "description",
    "timestamp"
  };

  @Override
  protected TestContainerFactory getTestContainerFactory() {
    return new BodyOnDelete();
  }

  /* Files are not looked at but where a request does. */
  @Override
  protected Map<String, String> settings() {
    return Map.of("tfaas.poll-interval", "0s");
  }

  @Override
  protected void prepare(Path models) {
    Samples.copy(Samples.path("cancer"), models.resolve("cancer"));
    Samples.copy(Samples.path("hep42_frozen"), models.resolve("hep42_frozen"));
  }

  @Test
  void modelsAreListedInTheOrderOfTheirNames() {
    assertThat(names(ok(get("/models")))).containsExactly("cancer", "hep42_frozen");
  }

  @Test
  void aModelHasTheFieldsOfTheOriginalAndMore() {
    JsonNode model = ok(get("/models")).get(1);

    assertThat(fields(model)).contains(ORIGINAL_FIELDS);
    assertThat(fields(model)).contains("version", "state", "signatures").doesNotContain("error");
    assertThat(model.get("description").asText()).isEqualTo("42x128x128x128x64x64x1x1");
    assertThat(model.get("input_node").asText()).isEqualTo("inputs");
    assertThat(model.get("options").isArray()).isTrue();
    assertThat(model.get("version").asLong()).isEqualTo(1);
    assertThat(model.get("state").asText()).isEqualTo("AVAILABLE");
  }

  @Test
  void aModelShowsTheTypesAndShapesOfItsSignatures() {
    JsonNode input =
        ok(get("/params/hep42_frozen")).at("/signatures/serving_default/inputs/inputs");

    assertThat(input.get("dtype").asText()).isEqualTo("float32");
    assertThat(input.get("shape").toString()).isEqualTo("[-1,42]");
  }

  @Test
  void paramsOfAModelAreThoseOfTheList() {
    assertThat(ok(get("/params/cancer"))).isEqualTo(ok(get("/models")).get(0));
  }

  @Test
  void paramsOfAModelThatIsNotThere() {
    assertError(get("/params/nowhere"), 404, "No such model: 'nowhere'");
  }

  @Test
  void paramsMakeTheDefault() {
    assertThat(ok(post("/params", "{\"name\": \"cancer\"}")).get("name").asText())
        .isEqualTo("cancer");

    assertThat(ok(get("/params")).get("name").asText()).isEqualTo("cancer");
  }

  @Test
  void aRowWithoutModelUsesTheDefault() {
    ok(post("/params", "{\"name\": \"hep42_frozen\"}"));

    assertThat(ok(post("/json", row()))).hasSize(1);
  }

  @Test
  void aRowWithAnEmptyModelUsesTheDefault() {
    ok(post("/params", "{\"name\": \"hep42_frozen\"}"));

    assertThat(ok(post("/json", row().replace("}", ", \"model\": \"\"}")))).hasSize(1);
  }

  @Test
  void paramsOfAModelThatIsNotThereMakeNoDefault() {
    assertError(post("/params", "{\"name\": \"nowhere\"}"), 404, "No such model: 'nowhere'");
  }

  @Test
  void paramsWithoutNameMakeNoDefault() {
    assertError(post("/params", "{}"), 400, "The params have no 'name'; give that of the model");
  }

  @Test
  void paramsThatAreNoTextMakeNoDefault() {
    assertError(
        post("/params", new byte[] {0, 0, 0, '{', 0x7f, 0x7f, 0x7f, 0x7f}),
        400,
        "params.json is not the JSON object that describes a model");
  }

  @Test
  void theDefaultSurvivesARestart() throws Exception {
    ok(post("/params", "{\"name\": \"hep42_frozen\"}"));

    assertThat(paramsAfterRestart()).contains("\"name\":\"hep42_frozen\"");
  }

  @Test
  void theDefaultIsForgottenWithItsModel() {
    ok(post("/params", "{\"name\": \"cancer\"}"));

    ok(delete("/delete/cancer"));

    assertThat(Files.exists(modelFolder().resolve(".tfaas/default"))).isFalse();
    assertThat(ok(get("/params")).get("name").asText()).isEqualTo("hep42_frozen");
  }

  @Test
  void aModelIsDeletedByItsPath() {
    assertDeleted(delete("/delete/cancer"));
  }

  @Test
  void aModelIsDeletedByTheQuery() {
    assertDeleted(delete("/delete?model=cancer"));
  }

  @Test
  void aModelIsDeletedByAForm() {
    assertDeleted(deleteWith("application/x-www-form-urlencoded", "model=cancer".getBytes(UTF)));
  }

  @Test
  void aModelIsDeletedByAMultipartForm() {
    MultipartBody form = new MultipartBody().field("model", "cancer");

    assertDeleted(deleteWith(form.contentType(), form.bytes()));
  }

  @Test
  void aModelThatIsNotThereIsNotDeleted() {
    assertError(delete("/delete/nowhere"), 404, "No such model: 'nowhere'");
  }

  @Test
  void nothingIsDeletedWithoutAName() {
    assertError(delete("/delete"), 400, "The request names no model; give model=NAME");
  }

  @Test
  void theFilesOfAModelAreListed() {
    assertThat(ok(get("/download/hep42_frozen")).toString())
        .isEqualTo("[\"labels.txt\",\"model.pb\",\"params.json\"]");
  }

  @Test
  void aFileOfAModelIsDownloaded() {
    HttpResponse<byte[]> response = get("/download/hep42_frozen/model.pb");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(Samples.bytes("hep42_frozen/model.pb"));
    assertThat(response.headers().firstValueAsLong("Content-Length"))
        .hasValue(response.body().length);
  }

  @Test
  void theLengthOfAFileIsTold() {
    HttpRequest.Builder head =
        request("/download/hep42_frozen/model.pb").method("HEAD", BodyPublishers.noBody());
    HttpResponse<byte[]> response = send(head);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValueAsLong("Content-Length"))
        .hasValue(Samples.bytes("hep42_frozen/model.pb").length);
  }

  @Test
  void aFileInAFolderIsDownloaded() {
    HttpResponse<byte[]> response = get("/download/cancer/variables/variables.index");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(Samples.bytes("cancer/1/variables/variables.index"));
  }

  @Test
  void aFileThatIsNotThereIsNotDownloaded() {
    assertError(get("/download/cancer/nothing.txt"), 404, "Model 'cancer' has no such file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/download/cancer/..%2flabels.txt",
        "/download/cancer/%2e%2e/labels.txt",
        "/download/cancer/../../.tfaas/default",
        "/download/cancer/..%2f..%2f..%2f..%2fetc%2fpasswd",
        "/download/cancer/%2fetc%2fpasswd",
        "/download/cancer/variables",
        "/download/..%2f/passwd",
        "/download/.tfaas/default",
        "/download/%2e%2e/labels.txt",
        "/data?model=cancer&file=../labels.txt",
        "/data?model=cancer&file=/etc/passwd",
        "/data?model=../cancer",
      })
  void noPathLeadsOutOfTheModel(String path) {
    HttpResponse<byte[]> response = get(path);

    assertThat(response.statusCode()).as(text(response)).isIn(400, 404);
    assertThat(fields(Replies.json(response))).containsExactly("error");
  }

  @Test
  void dataIsTheGraphOfAModel() {
    HttpResponse<byte[]> response = get("/data?model=hep42_frozen");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(Samples.bytes("hep42_frozen/model.pb"));
  }

  @Test
  void dataOfAModelThatIsNotThere() {
    assertError(get("/data?model=nowhere"), 404, "No such model: 'nowhere'");
  }

  @Test
  void dataOfNoModel() {
    assertError(get("/data"), 400, "The request names no model; give model=NAME");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/download/cancer", "/download/cancer/saved_model.pb", "/data?model=cancer"})
  void filesThatAreRemovedWhileTheyAreAskedForAreThoseOfNoModel(String path) throws IOException {
    Files.move(modelFolder().resolve("cancer"), modelFolder().resolve(".removed"));

    assertError(get(path), 404, "No such model: 'cancer'");
  }

  @Test
  void theStatusHasTheFieldsOfTheOriginal() {
    ok(post("/params", "{\"name\": \"cancer\"}"));

    JsonNode status = ok(get("/status"));

    assertThat(fields(status))
        .containsExactly("CPU", "Load", "Memory", "NGo", "Uptime", "getRequests", "postRequests");
    assertThat(fields(status.get("Load"))).containsExactly("load1", "load5", "load15");
    assertThat(fields(status.get("Memory"))).containsExactly("Virtual", "Swap");
    assertThat(fields(status.at("/Memory/Virtual")))
        .containsExactly("total", "free", "used", "usedPercent");
    assertThat(status.get("getRequests").asLong()).isEqualTo(1);
    assertThat(status.get("postRequests").asLong()).isEqualTo(1);
  }

  @Test
  void theStartPageIsHtml() {
    HttpResponse<byte[]> response = get("/");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    assertThat(text(response)).contains("<h1>TFaaS</h1>");
  }

  @Test
  void thereIsNoPageThatDrawsGraphs() {
    assertError(
        get("/netron/"),
        404,
        "No such path: /netron/; the server's documentation lists the paths it answers");
  }

  private static final java.nio.charset.Charset UTF = java.nio.charset.StandardCharsets.UTF_8;

  private String paramsAfterRestart() throws Exception {
    try (TfaasApplication restarted = restart()) {
      ContainerRequest request =
          new ContainerRequest(
              getBaseUri(),
              uri("/params"),
              "GET",
              null,
              new org.glassfish.jersey.internal.MapPropertiesDelegate(),
              null);
      Object entity = new ApplicationHandler(restarted).apply(request).get().getEntity();
      return new com.fasterxml.jackson.databind.ObjectMapper().writeValueAsString(entity);
    }
  }

  private void assertDeleted(HttpResponse<byte[]> response) {
    assertThat(ok(response).toString()).isEqualTo("{\"deleted\":\"cancer\"}");
    assertThat(names(ok(get("/models")))).containsExactly("hep42_frozen");
    assertThat(modelFolder().resolve("cancer")).doesNotExist();
    assertThat(Replies.staged(modelFolder())).isEmpty();
  }

  private HttpResponse<byte[]> deleteWith(String type, byte[] body) {
    return send(
        request("/delete")
            .header("Content-Type", type)
            .method("DELETE", BodyPublishers.ofByteArray(body)));
  }

  private static String row() {
    return "{\"values\": [" + String.join(",", Collections.nCopies(42, "0.5")) + "]}";
  }
}
