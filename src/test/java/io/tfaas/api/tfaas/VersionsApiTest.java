package io.tfaas.api.tfaas;

import static io.tfaas.api.tfaas.Replies.assertError;
import static io.tfaas.api.tfaas.Replies.ok;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tfaas.TfaasApplication;
import io.tfaas.testing.Samples;
import io.tfaas.testing.ServerTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Versions, the pin and labels over HTTP. */
final class VersionsApiTest extends ServerTest {

  @Override
  protected Map<String, String> settings() {
    return Map.of("tfaas.poll-interval", "0s");
  }

  @Override
  protected void prepare(Path models) {
    Samples.copy(Samples.path("half_plus_two"), models.resolve("half_plus_two"));
  }

  @Test
  void theNewestVersionIsServedUnlessMoreIsSaid() {
    assertThat(ok(get("/models/half_plus_two/versions")).toString())
        .isEqualTo(
            "{\"name\":\"half_plus_two\",\"policy\":\"the latest version\",\"labels\":{},"
                + "\"versions\":[{\"version\":2,\"state\":\"AVAILABLE\",\"labels\":[]}],"
                + "\"notices\":[]}");
  }

  @Test
  void versionsOfAModelThatIsNotThere() {
    assertError(get("/models/nowhere/versions"), 404, "No such model: 'nowhere'");
  }

  @Test
  void thePinRollsBackToAVersionThatWasNotServed() {
    JsonNode view = ok(put("/models/half_plus_two/pin", "{\"version\": 1}"));

    assertThat(view.get("pin").asLong()).isEqualTo(1);
    assertThat(prediction()).isEqualTo("[1.5]");
  }

  @Test
  void aPinnedModelKeepsItsNewestVersionServedToo() {
    JsonNode view = ok(put("/models/half_plus_two/pin", "{\"version\": 1}"));

    assertThat(view.get("versions").findValuesAsText("version")).containsExactly("2", "1");
  }

  @Test
  void withoutThePinTheNewestIsTheDefaultAgain() {
    ok(put("/models/half_plus_two/pin", "{\"version\": 1}"));
    JsonNode view = ok(delete("/models/half_plus_two/pin"));

    assertThat(prediction()).isEqualTo("[2.5]");
    assertThat(view.has("pin")).isFalse();
  }

  @Test
  void anUploadDoesNotMoveThePin() {
    ok(put("/models/half_plus_two/pin", "{\"version\": 1}"));
    ok(post("/bundle", Samples.tar(Samples.path("half_plus_two/2"), "half_plus_two")));

    assertThat(prediction()).isEqualTo("[1.5]");
    assertThat(versions()).containsExactly("3", "1");
  }

  @Test
  void aLabelKeepsItsVersionServed() {
    JsonNode view = ok(put("/models/half_plus_two/labels/stable", "{\"version\": 1}"));

    assertThat(view.get("labels").toString()).isEqualTo("{\"stable\":1}");
    assertThat(view.at("/versions/1").toString())
        .isEqualTo("{\"version\":1,\"state\":\"AVAILABLE\",\"labels\":[\"stable\"]}");
    assertThat(prediction()).isEqualTo("[2.5]");
  }

  @Test
  void aLabelThatMovesLetsItsVersionGo() {
    ok(put("/models/half_plus_two/labels/stable", "{\"version\": 1}"));
    JsonNode view = ok(put("/models/half_plus_two/labels/stable", "{\"version\": 2}"));

    assertThat(view.get("labels").toString()).isEqualTo("{\"stable\":2}");
    assertThat(versions()).containsExactly("2");
  }

  @Test
  void aLabelThatIsTakenAwayIsGone() {
    ok(put("/models/half_plus_two/labels/stable", "{\"version\": 2}"));

    assertThat(ok(delete("/models/half_plus_two/labels/stable")).get("labels")).isEmpty();
  }

  @Test
  void aLabelThatWasNeverSetCannotBeTakenAway() {
    assertError(
        delete("/models/half_plus_two/labels/stable"), 404, "No label 'stable' was set by call");
  }

  @Test
  void aVersionThatIsNotThereTakesNoPin() {
    assertError(
        put("/models/half_plus_two/pin", "{\"version\": 7}"),
        404,
        "Model 'half_plus_two' has no version 7");
    assertThat(prediction()).isEqualTo("[2.5]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|The body names no version; give {\"version\": N}",
        "``|The body names no version; give {\"version\": N}",
        "{\"version\": 1, \"version\": 2}|The body names a version twice; give {\"version\": N}",
        "{\"version\": 1.5}|The JSON body has a wrong value at version (line 1, column 13)",
        "{\"version\": \"1\"}|The JSON body has a wrong value at version (line 1, column 13)",
        "{\"number\": 1}|The JSON body has an unknown field 'number' (line 1, column 14)",
        "{|The body is not valid JSON (line 1, column 2)",
      })
  void aBodyThatNamesNoVersion(String body, String message) {
    assertError(put("/models/half_plus_two/pin", body), 400, message);
  }

  @Test
  void aLabelWithAColonIsRefused() {
    assertError(
        put("/models/half_plus_two/labels/a%3Ab", "{\"version\": 2}"),
        400,
        "Invalid label: a label has 1 to 128 characters, and no '/', no ':' and no control"
            + " characters");
  }

  @Test
  void pinAndLabelsOutliveARestart() throws Exception {
    ok(put("/models/half_plus_two/pin", "{\"version\": 1}"));
    ok(put("/models/half_plus_two/labels/canary", "{\"version\": 2}"));

    try (TfaasApplication restarted = restart()) {
      assertThat(reply(restarted, "/models/half_plus_two/versions"))
          .contains("\"pin\":1,\"labels\":{\"canary\":2}");
    }
  }

  @Test
  void whatWasUnloadedByCallStaysOutOverARestart() throws Exception {
    ok(put("/models/half_plus_two/labels/canary", "{\"version\": 2}"));
    unload();

    try (TfaasApplication restarted = restart()) {
      assertThat(reply(restarted, "/params/half_plus_two"))
          .contains("Model 'half_plus_two' is not served: it is unloaded");
      assertThat(reply(restarted, "/models/half_plus_two/versions"))
          .contains("\"labels\":{\"canary\":2}");
    }
  }

  @Test
  void whatWasLoadedAgainByCallIsServedAfterARestart() throws Exception {
    unload();
    assertThat(post("/v2/repository/models/half_plus_two/load", "").statusCode()).isEqualTo(200);

    try (TfaasApplication restarted = restart()) {
      assertThat(reply(restarted, "/params/half_plus_two")).contains("\"state\":\"AVAILABLE\"");
    }
  }

  @Test
  void anUploadEndsTheUnloadingForGood() throws Exception {
    unload();
    ok(post("/bundle", Samples.tar(Samples.path("half_plus_two/2"), "half_plus_two")));

    try (TfaasApplication restarted = restart()) {
      assertThat(reply(restarted, "/params/half_plus_two")).contains("\"version\":3");
    }
  }

  @Test
  void anUploadOfAnUnloadedModelServesItsPinnedVersionAgain() {
    ok(put("/models/half_plus_two/pin", "{\"version\": 1}"));
    unload();
    ok(post("/bundle", Samples.tar(Samples.path("half_plus_two/2"), "half_plus_two")));

    assertThat(prediction()).isEqualTo("[1.5]");
    assertThat(versions()).containsExactly("3", "1");
  }

  private void unload() {
    assertThat(post("/v2/repository/models/half_plus_two/unload", "").statusCode()).isEqualTo(200);
  }

  @Test
  void aDeletedModelLosesItsPin() {
    ok(put("/models/half_plus_two/pin", "{\"version\": 1}"));
    ok(delete("/delete/half_plus_two"));
    ok(post("/bundle", Samples.tar(Samples.path("half_plus_two/2"), "half_plus_two")));

    assertThat(ok(get("/models/half_plus_two/versions")).has("pin")).isFalse();
  }

  private Iterable<String> versions() {
    return ok(get("/models/half_plus_two/versions")).get("versions").findValuesAsText("version");
  }

  private String prediction() {
    return text(post("/json", "{\"values\": [1], \"model\": \"half_plus_two\"}")).strip();
  }

  private HttpResponse<byte[]> put(String path, String body) {
    return send(request(path).PUT(BodyPublishers.ofString(body)));
  }
}
