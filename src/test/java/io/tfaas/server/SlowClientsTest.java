package io.tfaas.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class SlowClientsTest {

  @Test
  void aLookThatFailsIsFollowedByOthers() {
    AtomicInteger looks = new AtomicInteger();
    try (RequestExecutor requests = new RequestExecutor(1, () -> 0);
        SlowClients clients =
            new SlowClients(
                patience -> {
                  looks.incrementAndGet();
                  throw new AssertionError("a connection that cannot be looked at");
                },
                requests,
                Duration.ofSeconds(1))) {
      clients.look();
      clients.look();
    }
    assertThat(looks).hasValue(2);
  }
}
