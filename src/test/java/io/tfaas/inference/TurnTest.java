package io.tfaas.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.tfaas.model.Lease;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TurnTest {

  private final ServedModels models = new ServedModels(true);

  @AfterEach
  void close() {
    models.close();
  }

  @Test
  void aLargeReplyThatNoThreadCanBeHadForIsHandedOverByTheOneThereIs() {
    Lease lease = models.lease(ServedModels.GATED);
    PendingCall large =
        new PendingCall(
            lease,
            ServedModels.signature(lease, "rows"),
            ServedModels.column(new float[8_000]),
            CallTerms.NONE);
    CallCounters counters = new CallCounters();
    Turn turn = new Turn(List.of(large), null);
    turn.run(counters, Long.MAX_VALUE);
    turn.handOver(
        counters,
        delivery -> {
          throw new RejectedExecutionException("no thread");
        });

    assertThat(large.result()).isCompleted();
    assertThat(ServedModels.numbers(large.result().join())).hasSize(8_000);
  }
}
