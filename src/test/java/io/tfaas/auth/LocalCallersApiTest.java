package io.tfaas.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.tfaas.testing.Samples;
import io.tfaas.testing.ServerTest;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With the default settings: who counts as a caller of this machine. */
final class LocalCallersApiTest extends ServerTest {

  @Override
  protected void prepare(Path models) {
    Samples.copy(Samples.path("half_plus_two"), models.resolve("half_plus_two"));
  }

  @Test
  void changesWithoutAToken() {
    assertThat(send(pin()).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "X-Forwarded-For, 203.0.113.9",
    "Forwarded, for=203.0.113.9",
    "X-Real-IP, 203.0.113.9",
    "X-Forwarded-Host, models.example",
    "X-Forwarded-Proto, https",
    "Via, 1.1 proxy",
    "X-Forwarded-Server, front",
    "X-Client-IP, 203.0.113.9",
    "CF-Connecting-IP, 203.0.113.9",
    "X-Envoy-External-Address, 203.0.113.9"
  })
  void whatAProxyPassesOnIsNotLocal(String header, String value) {
    HttpResponse<byte[]> response = send(pin().header(header, value));
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(text(response)).contains("'manage'");
  }

  @ParameterizedTest
  @CsvSource({"https://pages.example", "null", "http://localhost:1", "http://localhost.example"})
  void changesThatPagesOfOtherSitesAskForAreRefused(String origin) {
    HttpResponse<byte[]> response = send(pin().header("Origin", origin));
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(text(response)).contains("a page of another site");
  }

  @Test
  void changesThatAPageOfThisServerAsksForAreDone() {
    assertThat(send(pin().header("Origin", "http://" + uri("/").getAuthority())).statusCode())
        .isEqualTo(200);
  }

  @Test
  void readingAndPredictingAreOpenWhateverTheHeaders() {
    HttpRequest.Builder request =
        request("/models")
            .header("X-Forwarded-For", "203.0.113.9")
            .header("Authorization", "Bearer unknown")
            .header("Origin", "https://pages.example");
    assertThat(send(request).statusCode()).isEqualTo(200);
  }

  private HttpRequest.Builder pin() {
    return request("/models/half_plus_two/pin").DELETE();
  }
}
