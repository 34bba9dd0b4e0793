package io.tfaas.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tfaas.testing.AddModel;
import io.tfaas.testing.ServerTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two models where one may be in memory: how the three interfaces show the idle one and wake it.
 */
final class IdleModelsApiTest extends ServerTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Override
  protected Map<String, String> settings() {
    return Map.of("tfaas.max-loaded-models", "1", "tfaas.poll-interval", "0s");
  }

  @Override
  protected void prepare(Path models) {
    try {
      for (String name : new String[] {"awake", "idle"}) {
        Path folder = Files.createDirectories(models.resolve(name));
        Files.write(folder.resolve("params.json"), AddModel.params(name));
        Files.write(folder.resolve("model.pb"), AddModel.graph(7));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode ok(HttpResponse<byte[]> reply) {
    assertThat(reply.statusCode()).as(text(reply)).isEqualTo(200);
    try {
      return JSON.readTree(text(reply));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Iterable<String> states() {
    return ok(get("/models")).findValuesAsText("state");
  }

  @Test
  void theListShowsWhichModelIsIdle() {
    assertThat(states()).containsExactly("AVAILABLE", "IDLE");
  }

  @Test
  void theVersionsShowThatOneIsIdle() {
    assertThat(ok(get("/models/idle/versions")).get("versions").toString())
        .isEqualTo("[{\"version\":1,\"state\":\"IDLE\",\"labels\":[]}]");
  }

  @Test
  void tensorFlowServingsStatusIsAvailableWithANote() {
    assertThat(ok(get("/v1/models/idle")).toString())
        .isEqualTo(
            "{\"model_version_status\":[{\"version\":\"1\",\"state\":\"AVAILABLE\",\"status\":"
                + "{\"error_code\":\"OK\",\"error_message\":"
                + "\"Not in memory; the next call loads it\"}}]}");
  }

  @Test
  void theOpenInferenceProtocolSaysReady() {
    assertThat(get("/v2/models/idle/ready").statusCode()).isEqualTo(200);
    assertThat(get("/v2/models/idle/versions/1/ready").statusCode()).isEqualTo(200);
    assertThat(get("/v2/health/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void theRepositoryIndexSaysReadyWithANote() {
    assertThat(ok(post("/v2/repository/index", "")).get(1).toString())
        .isEqualTo(
            "{\"name\":\"idle\",\"version\":\"1\",\"state\":\"READY\","
                + "\"reason\":\"not in memory; the next call loads it\"}");
  }

  @Test
  void toAskHowModelsAreWakesNone() {
    get("/params/idle");
    get("/v1/models/idle");
    get("/v2/models/idle/ready");
    assertThat(states()).containsExactly("AVAILABLE", "IDLE");
  }

  @Test
  void theFilesOfAnIdleModelAreReadAndItStaysIdle() {
    assertThat(text(get("/download/idle"))).isEqualTo("[\"model.pb\",\"params.json\"]");
    assertThat(get("/download/idle/model.pb").body()).isEqualTo(AddModel.graph(7));
    assertThat(get("/data?model=idle").body()).isEqualTo(AddModel.graph(7));
    assertThat(states()).containsExactly("AVAILABLE", "IDLE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/json|{\"model\": \"idle\", \"values\": [1]}",
        "/v1/models/idle:predict|{\"instances\": [[1]]}",
        "/v2/models/idle/infer|{\"inputs\": [{\"name\": \"x\", \"datatype\": \"FP32\", \"shape\":"
            + " [1, 1], \"data\": [1]}]}",
      })
  void aPredictionWakesTheIdleModelAndMakesTheOtherIdle(String path, String body) {
    HttpResponse<byte[]> reply = post(path, body);

    assertThat(reply.statusCode()).as(text(reply)).isEqualTo(200);
    assertThat(text(reply)).contains("8.0");
    assertThat(states()).containsExactly("IDLE", "AVAILABLE");
  }

  @Test
  void metadataWakesTheIdleModel() {
    assertThat(ok(get("/v1/models/idle/metadata")).at("/model_spec/version").asText())
        .isEqualTo("1");
    assertThat(ok(get("/v2/models/awake")).at("/inputs/0/name").asText()).isEqualTo("x");
  }
}
