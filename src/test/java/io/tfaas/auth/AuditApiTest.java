package io.tfaas.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.tfaas.testing.LogRecords;
import io.tfaas.testing.Samples;
import io.tfaas.testing.ServerTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is logged of changes, and what is not. */
final class AuditApiTest extends ServerTest {

  private static final String TOKEN = Tokens.of("manage:half*");
  private static final String WHO = "who=\"manage-half-\" by=token from=127.0.0.1 ";

  @Override
  protected Map<String, String> settings() {
    return Map.of("tfaas.auth.local", "none");
  }

  @Override
  protected void prepare(Path models) {
    Samples.copy(Samples.path("half_plus_two"), models.resolve("half_plus_two"));
    Tokens.write(models, "manage:half*");
  }

  @Test
  void aChangeIsALine() {
    try (LogRecords log = LogRecords.of(AuditFilter.LOGGER)) {
      call("PUT", "/models/half_plus_two/pin", "{\"version\": 1}", TOKEN);
      assertThat(log.messages())
          .containsExactly(
              WHO
                  + "what=\"PUT models/half_plus_two/pin\" model=\"half_plus_two\" version=1"
                  + " status=200 request=r-1");
    }
  }

  @Test
  void anUploadTellsTheVersionItBecame() {
    try (LogRecords log = LogRecords.of(AuditFilter.LOGGER)) {
      byte[] tar = Samples.tar(Samples.path("half_plus_two/1"), "half_new");
      send(authorized("/bundle", TOKEN).POST(BodyPublishers.ofByteArray(tar)));
      assertThat(log.messages())
          .singleElement()
          .asString()
          .contains("what=\"POST bundle\" model=\"half_new\" version=1 status=200");
    }
  }

  @Test
  void aRemovalByFormTellsTheModel() {
    try (LogRecords log = LogRecords.of(AuditFilter.LOGGER)) {
      call("DELETE", "/delete?model=half_plus_two", "", TOKEN);
      assertThat(log.messages())
          .singleElement()
          .asString()
          .contains("what=\"DELETE delete\" model=\"half_plus_two\" version=- status=200");
    }
  }

  @Test
  void labelsAndLoadingAreLinesToo() {
    try (LogRecords log = LogRecords.of(AuditFilter.LOGGER)) {
      call("PUT", "/models/half_plus_two/labels/stable", "{\"version\": 1}", TOKEN);
      call("DELETE", "/models/half_plus_two/labels/stable", "", TOKEN);
      call("POST", "/v2/repository/models/half_plus_two/unload", "", TOKEN);
      call("POST", "/v2/repository/models/half_plus_two/load", "", TOKEN);
      String rest = " model=\"half_plus_two\" version=- status=200 request=r-1";
      assertThat(log.messages())
          .containsExactly(
              WHO + "what=\"PUT models/half_plus_two/labels/stable\"" + rest.replace("=- ", "=1 "),
              WHO + "what=\"DELETE models/half_plus_two/labels/stable\"" + rest,
              WHO + "what=\"POST v2/repository/models/half_plus_two/unload\"" + rest,
              WHO + "what=\"POST v2/repository/models/half_plus_two/load\"" + rest);
    }
  }

  @Test
  void whatFailsAndWhatIsRefusedAreLinesToo() {
    try (LogRecords log = LogRecords.of(AuditFilter.LOGGER)) {
      call("DELETE", "/delete/half_missing", "", TOKEN);
      call("DELETE", "/delete/other", "", TOKEN);
      call("DELETE", "/delete/half_plus_two", "", "tfaas_wrong");
      assertThat(log.messages())
          .satisfiesExactly(
              line -> assertThat(line).contains("model=\"half_missing\" version=- status=404"),
              line -> assertThat(line).contains(WHO, "model=\"other\" version=- status=403"),
              line -> assertThat(line).contains("who=- by=-", "status=401"));
    }
  }

  @Test
  void readingAndPredictingAreNoChanges() {
    try (LogRecords log = LogRecords.of(AuditFilter.LOGGER)) {
      call("GET", "/models", "", TOKEN);
      call("POST", "/v1/models/half_plus_two:predict", "{\"instances\": [1.0]}", TOKEN);
      assertThat(log.messages()).isEmpty();
    }
  }

  @Test
  void aNameCannotForgeWhatFollows() {
    try (LogRecords log = LogRecords.of(AuditFilter.LOGGER)) {
      call("DELETE", "/delete/half%22%20status=200%0A", "", TOKEN);
      assertThat(log.messages())
          .singleElement()
          .asString()
          .contains("model=\"half? status=200?\"")
          .doesNotContain("\n");
    }
  }

  @Test
  void noTokenIsLoggedInAWholeSession() {
    try (LogRecords log = LogRecords.of("")) {
      for (String token : List.of(TOKEN, "tfaas_wrong-secret", "a.wrong-secret.b")) {
        call("GET", "/models", "", token);
        call("PUT", "/models/half_plus_two/pin", "{\"version\": 1}", token);
        call("PUT", "/models/half_plus_two/pin", "{", token);
        call("DELETE", "/models/half_plus_two/pin", "", token);
        call("DELETE", "/delete/other", "", token);
        call("POST", "/upload", token, token);
        call("POST", "/v2/repository/models/half_plus_two/load", "", token);
        call("POST", "/v2/repository/models/half_plus_two/unload", "", token);
      }
      assertThat(log.messages()).hasSizeGreaterThan(12);
      assertThat(String.join("\n", log.everything()))
          .doesNotContain(TOKEN.substring(6), "wrong-secret", "Bearer");
    }
  }

  private HttpResponse<byte[]> call(String method, String path, String body, String token) {
    return send(authorized(path, token).method(method, BodyPublishers.ofString(body)));
  }

  private java.net.http.HttpRequest.Builder authorized(String path, String token) {
    return request(path).header("Authorization", "Bearer " + token).header("X-Request-Id", "r-1");
  }
}
