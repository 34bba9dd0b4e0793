package io.tfaas.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.tfaas.testing.ServerTest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

final class OpenApiApiTest extends ServerTest {

  @Test
  void servesTheDocument() throws Exception {
    HttpResponse<byte[]> response = get("/openapi.json");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(text(response)).startsWith("{\n  \"openapi\": \"3.1.0\"");
  }
}
