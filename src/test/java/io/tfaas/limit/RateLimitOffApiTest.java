package io.tfaas.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tfaas.testing.ServerTest;
import org.junit.jupiter.api.Test;

final class RateLimitOffApiTest extends ServerTest {

  @Test
  void isOffByDefault() {
    assertThat(get("/models").headers().map())
        .doesNotContainKeys("ratelimit-limit", "ratelimit-remaining", "ratelimit-reset");
  }
}
