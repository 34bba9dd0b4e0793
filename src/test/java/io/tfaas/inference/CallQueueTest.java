package io.tfaas.inference;

import static io.tfaas.inference.ServedModels.column;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tfaas.error.DeadlineException;
import io.tfaas.error.InternalException;
import io.tfaas.model.Lease;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The timeout is how long a test may hang before it counts as failed. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class CallQueueTest {

  /* Longer than calls wait without their clients being asked for. */
  private static final long LONG_WAIT_NANOS = 30_000_000;

  private final ServedModels models = new ServedModels(true);
  private final ExecutorService threads = PlatformThreads.executor();
  private final ReplyThreads replies = new ReplyThreads();
  private final CallWatch watch = new CallWatch(List::of);

  @AfterEach
  void close() {
    watch.close();
    replies.close();
    threads.shutdown();
    models.close();
  }

  private CallQueue queue(Executor calls) {
    return new CallQueue(
        new BatchLimits(1, 8, 20),
        new WaitingBytes(Long.MAX_VALUE),
        new CallCounters(),
        new CallQueue.Threads(calls, replies, watch));
  }

  /* Has no thread to give when it is asked for the first one. */
  private Executor scarce() {
    AtomicBoolean failed = new AtomicBoolean();
    return task -> {
      if (failed.compareAndSet(false, true)) {
        throw new OutOfMemoryError("unable to create native thread");
      }
      threads.execute(task);
    };
  }

  private PendingCall call(String signature, float number, CallTerms terms) {
    Lease lease = models.lease(ServedModels.GATED);
    return new PendingCall(lease, ServedModels.signature(lease, signature), column(number), terms);
  }

  private PendingCall call(String signature, float number) {
    return call(signature, number, CallTerms.NONE);
  }

  /* Submits a call that holds the model up, in a thread of its own. */
  private CompletableFuture<Void> hold(CallQueue queue, PendingCall held) {
    CompletableFuture<Void> submitted =
        CompletableFuture.runAsync(() -> queue.submit(held), task -> new Thread(task).start());
    models.awaitHeld();
    return submitted;
  }

  private static float[] answer(PendingCall call) {
    return ServedModels.numbers(call.result().join());
  }

  /* The thread that ran the first calls is to leave the others to one that cannot be had. */
  @Test
  void aModelThatNoThreadCouldBeHadForIsRunByTheNextCall() {
    CallQueue queue = queue(scarce());
    PendingCall held = call("hold", 1);
    CompletableFuture<Void> first = hold(queue, held);
    List<PendingCall> waiting = List.of(call("total", 2), call("total", 3), call("total", 4));
    waiting.forEach(queue::submit);
    models.open();
    first.join();
    PendingCall next = call("total", 5);
    queue.submit(next);

    waiting.forEach(call -> assertThat(answer(call)).hasSize(1));
    assertThat(answer(next)).containsExactly(5);
    assertThat(answer(held)).containsExactly(1);
  }

  @Test
  void aModelThatNoThreadCouldBeHadForIsRunAfterTheNextLook() {
    CallQueue queue = queue(scarce());
    PendingCall held = call("hold", 1);
    CompletableFuture<Void> first = hold(queue, held);
    List<PendingCall> waiting = List.of(call("total", 2), call("total", 3), call("total", 4));
    waiting.forEach(queue::submit);
    models.open();
    first.join();

    assertThat(queue.look(System.nanoTime())).isTrue();
    waiting.forEach(call -> assertThat(answer(call)).hasSize(1));
    assertThat(answer(held)).containsExactly(1);
  }

  @Test
  void aLateCallIsAnsweredThoughNoThreadCouldBeHadForThatAtOnce() {
    CallQueue queue = queue(scarce());
    PendingCall held = call("hold", 1);
    CompletableFuture<Void> first = hold(queue, held);
    PendingCall late = call("rows", 2, CallTerms.NONE.within(Duration.ofNanos(1)));
    queue.submit(late);

    assertThatThrownBy(() -> queue.look(System.nanoTime())).isInstanceOf(OutOfMemoryError.class);
    assertThat(late.result()).isNotDone();
    queue.look(System.nanoTime());
    assertThatThrownBy(late.result()::join).cause().isInstanceOf(DeadlineException.class);
    models.open();
    first.join();
    assertThat(answer(held)).containsExactly(1);
  }

  @Test
  void callsThatCannotBeRunFailAndLeaveTheModelToOthers() {
    CallQueue queue = queue(threads);
    PendingCall held = call("hold", 1);
    CompletableFuture<Void> first = hold(queue, held);
    CallTerms unknowable =
        new CallTerms(
            BatchLimits.UNLIMITED,
            () -> {
              throw new IllegalStateException("a connection that cannot be asked");
            });
    PendingCall failing = call("rows", 2, unknowable);
    queue.submit(failing);
    while (System.nanoTime() - failing.since() < LONG_WAIT_NANOS) {
      Thread.onSpinWait();
    }
    models.open();
    first.join();

    assertThatThrownBy(failing.result()::join)
        .cause()
        .isInstanceOf(InternalException.class)
        .hasMessage("The model could not be called");
    PendingCall next = call("rows", 3);
    queue.submit(next);
    assertThat(answer(next)).containsExactly(6);
    assertThat(answer(held)).containsExactly(1);
  }
}
