package io.tfaas.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class CallWatchTest {

  @Test
  void aLookThatFailsIsFollowedByOthers() throws InterruptedException {
    CountDownLatch looks = new CountDownLatch(3);
    CallWatch watch =
        new CallWatch(
            () -> {
              looks.countDown();
              if (looks.getCount() > 0) {
                throw new AssertionError("queues that cannot be listed");
              }
              return List.of();
            });
    try (watch) {
      assertThat(looks.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }
}
