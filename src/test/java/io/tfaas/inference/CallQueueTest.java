package io.tfaas.inference;

import static io.tfaas.inference.ServedModels.column;
import static org.assertj.core.api.Assertions.assertThat;

import io.tfaas.model.Lease;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The timeout is how long a test may hang before it counts as failed. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class CallQueueTest {

  private static PendingCall call(ServedModels models, String signature, float number) {
    Lease lease = models.lease(ServedModels.GATED);
    return new PendingCall(
        lease, ServedModels.signature(lease, signature), column(number), CallTerms.NONE);
  }

  /* The thread that ran the first calls is to leave the others to one that cannot be had. */
  @Test
  void aModelThatNoThreadCouldBeHadForIsRunByTheNextCall() throws Exception {
    ExecutorService threads = PlatformThreads.executor();
    AtomicBoolean failed = new AtomicBoolean();
    Executor scarce =
        task -> {
          if (failed.compareAndSet(false, true)) {
            throw new OutOfMemoryError("unable to create native thread");
          }
          threads.execute(task);
        };
    try (ServedModels models = new ServedModels(true);
        ReplyThreads replies = new ReplyThreads();
        CallWatch watch = new CallWatch(List::of)) {
      CallQueue queue =
          new CallQueue(
              new BatchLimits(1, 8, 20),
              new WaitingBytes(Long.MAX_VALUE),
              new CallCounters(),
              new CallQueue.Threads(scarce, replies, watch));
      PendingCall held = call(models, "hold", 1);
      CompletableFuture<Void> first =
          CompletableFuture.runAsync(() -> queue.submit(held), task -> new Thread(task).start());
      models.awaitHeld();
      List<PendingCall> waiting =
          List.of(call(models, "total", 2), call(models, "total", 3), call(models, "total", 4));
      waiting.forEach(queue::submit);
      models.open();
      assertThat(first.handle((done, failure) -> failure).join())
          .hasRootCauseInstanceOf(OutOfMemoryError.class);
      PendingCall next = call(models, "total", 5);
      queue.submit(next);
      for (PendingCall call : waiting) {
        assertThat(ServedModels.numbers(call.result().join())).hasSize(1);
      }
      assertThat(ServedModels.numbers(next.result().join())).containsExactly(5);
      ServedModels.numbers(held.result().join());
    } finally {
      threads.shutdown();
    }
  }
}
