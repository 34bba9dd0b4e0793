package io.tfaas.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.tfaas.testing.Samples;
import io.tfaas.testing.ServerTest;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** With the default settings but for the tries: callers of other machines. */
final class RemoteCallersApiTest extends ServerTest {

  @Override
  protected Map<String, String> settings() {
    return Map.of("tfaas.auth.failed-tries", "2");
  }

  @Override
  protected Optional<InetAddress> peer() {
    try {
      return Optional.of(InetAddress.getByName("203.0.113.9"));
    } catch (UnknownHostException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected void prepare(Path models) {
    Samples.copy(Samples.path("half_plus_two"), models.resolve("half_plus_two"));
    Tokens.write(models, "manage");
  }

  @Test
  void readAndPredict() {
    assertThat(get("/models").statusCode()).isEqualTo(200);
    assertThat(post("/v1/models/half_plus_two:predict", "{\"instances\": [1.0]}").statusCode())
        .isEqualTo(200);
  }

  @Test
  void changeNothingWithoutAToken() {
    HttpResponse<byte[]> response = delete("/delete/half_plus_two");
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(text(response))
        .isEqualTo(
            "{\"error\": \"This needs the role 'manage' on this model; send a token:"
                + " Authorization: Bearer TOKEN\"}\n");
    assertThat(modelFolder().resolve("half_plus_two")).exists();
  }

  @Test
  void changeModelsWithAToken() {
    assertThat(unpin(Tokens.of("manage")).statusCode()).isEqualTo(200);
  }

  @Test
  void waitAfterTooManyWrongTokensEvenWithARightOne() {
    assertThat(unpin("wrong").statusCode()).isEqualTo(401);
    assertThat(unpin("wrong").statusCode()).isEqualTo(401);
    HttpResponse<byte[]> response = unpin(Tokens.of("manage"));
    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(response.headers().firstValue("Retry-After").orElseThrow()).matches("[1-5]?\\d|60");
    assertThat(text(response)).startsWith("{\"error\": \"Too many wrong tokens");
    assertThat(get("/models").statusCode()).isEqualTo(200);
  }

  private HttpResponse<byte[]> unpin(String token) {
    return send(
        request("/models/half_plus_two/pin")
            .header("Authorization", "Bearer " + token)
            .method("DELETE", BodyPublishers.noBody()));
  }
}
