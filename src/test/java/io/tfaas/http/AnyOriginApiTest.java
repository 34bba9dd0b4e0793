package io.tfaas.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tfaas.testing.ServerTest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AnyOriginApiTest extends ServerTest {

  @Override
  protected Map<String, String> settings() {
    return Map.of("tfaas.cors.origins", "*");
  }

  @Test
  void anyPageMayReadButNoneWithTheBrowsersCredentials() {
    HttpResponse<byte[]> reply = send(request("/models").header("Origin", "https://any.example"));

    assertThat(reply.headers().allValues("Access-Control-Allow-Origin")).containsExactly("*");
    assertThat(reply.headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
  }
}
