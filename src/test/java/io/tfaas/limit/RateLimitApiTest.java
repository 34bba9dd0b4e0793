package io.tfaas.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tfaas.testing.ServerTest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RateLimitApiTest extends ServerTest {

  @Override
  protected Map<String, String> settings() {
    return Map.of("tfaas.rate", "2-D");
  }

  private static String header(HttpResponse<byte[]> response, String name) {
    return response.headers().firstValue(name).orElse("none");
  }

  @Test
  void tellsWhatIsLeft() {
    HttpResponse<byte[]> first = get("/models");

    assertThat(header(first, "RateLimit-Limit")).isEqualTo("2");
    assertThat(header(first, "RateLimit-Remaining")).isEqualTo("1");
    assertThat(Long.parseLong(header(first, "RateLimit-Reset"))).isBetween(43_000L, 43_200L);
    assertThat(header(first, "Retry-After")).isEqualTo("none");
  }

  @Test
  void refusesWhatIsBeyond() {
    get("/models");
    get("/no/such/path");

    HttpResponse<byte[]> third = get("/models");

    assertThat(third.statusCode()).isEqualTo(429);
    assertThat(text(third)).contains("Too many requests from this client; try again in ");
    assertThat(header(third, "RateLimit-Remaining")).isEqualTo("0");
    assertThat(third.headers().allValues("Retry-After"))
        .singleElement()
        .satisfies(seconds -> assertThat(Long.parseLong(seconds)).isBetween(43_000L, 43_200L));
  }

  @Test
  void doesNotCountHealthChecks() {
    for (int i = 0; i < 5; i++) {
      assertThat(get("/v2/health/live").statusCode()).isEqualTo(200);
    }

    assertThat(header(get("/models"), "RateLimit-Remaining")).isEqualTo("1");
  }
}
