package io.tfaas.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The timeout is how long a test may hang before it counts as failed. */
@Timeout(120)
final class RequestExecutorTest {

  private static final int BASE = 2 * Runtime.getRuntime().availableProcessors();

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Thread start(Runnable task) {
    Thread thread = new Thread(task);
    thread.start();
    return thread;
  }

  /* Each task waits until all have begun, so that each has a thread of its own. */
  private static Set<Thread> occupy(RequestExecutor executor, int tasks) {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    CountDownLatch begun = new CountDownLatch(tasks);
    CountDownLatch ended = new CountDownLatch(tasks);
    for (int i = 0; i < tasks; i++) {
      executor.execute(
          () -> {
            threads.add(Thread.currentThread());
            begun.countDown();
            await(begun);
            ended.countDown();
          });
    }
    await(ended);
    return threads;
  }

  @Test
  void runsEveryTaskOnce() throws InterruptedException {
    int submitters = 4;
    int each = 20_000;
    AtomicIntegerArray runs = new AtomicIntegerArray(submitters * each);
    CountDownLatch left = new CountDownLatch(submitters * each);
    try (RequestExecutor executor = new RequestExecutor(64, () -> 0)) {
      List<Thread> threads =
          IntStream.range(0, submitters)
              .mapToObj(
                  submitter ->
                      start(
                          () -> {
                            for (int i = 0; i < each; i++) {
                              int task = submitter * each + i;
                              executor.execute(
                                  () -> {
                                    runs.incrementAndGet(task);
                                    left.countDown();
                                  });
                            }
                          }))
              .toList();
      for (Thread thread : threads) {
        thread.join();
      }
      await(left);
    }
    assertThat(IntStream.range(0, runs.length()).map(runs::get)).containsOnly(1);
  }

  @Test
  void runsEachOfManyTasksThatComeOneByOne() {
    try (RequestExecutor executor = new RequestExecutor(64, () -> 0)) {
      for (int i = 0; i < 20_000; i++) {
        CountDownLatch done = new CountDownLatch(1);
        executor.execute(done::countDown);
        await(done);
      }
    }
  }

  @Test
  void runsLaterTasksWhileMoreThanTheUsualThreadsAreHeldUp() {
    try (RequestExecutor executor = new RequestExecutor(BASE + 8, () -> 0)) {
      CountDownLatch release = new CountDownLatch(1);
      for (int i = 0; i < BASE + 3; i++) {
        executor.execute(() -> await(release));
      }
      CountDownLatch later = new CountDownLatch(1);
      executor.execute(later::countDown);
      await(later);
      release.countDown();
    }
  }

  @Test
  void usesAllItsThreadsWhereTheyAreHeldUp() {
    try (RequestExecutor executor = new RequestExecutor(BASE + 5, () -> 0)) {
      assertThat(occupy(executor, BASE + 5)).hasSize(BASE + 5);
    }
  }

  @Test
  void neverHasMoreThreadsThanItMay() {
    int max = BASE + 2;
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    AtomicInteger atOnce = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch full = new CountDownLatch(max);
    int tasks = 20 * max;
    CountDownLatch ended = new CountDownLatch(tasks);
    try (RequestExecutor executor = new RequestExecutor(max, () -> 0)) {
      for (int i = 0; i < tasks; i++) {
        executor.execute(
            () -> {
              threads.add(Thread.currentThread());
              most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
              full.countDown();
              await(full);
              atOnce.decrementAndGet();
              ended.countDown();
            });
      }
      await(ended);
    }
    assertThat(most).hasValue(max);
    assertThat(threads).hasSize(max);
  }

  @Test
  void oneThreadRunsAllWhereThereMayBeNoMore() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    CountDownLatch ended = new CountDownLatch(100);
    try (RequestExecutor executor = new RequestExecutor(1, () -> 0)) {
      for (int i = 0; i < 100; i++) {
        executor.execute(
            () -> {
              threads.add(Thread.currentThread());
              ended.countDown();
            });
      }
      await(ended);
    }
    assertThat(threads).hasSize(1);
  }

  /* The watcher sleeps without a time where there is nothing to see. */
  private static void awaitWatcherAsleep() {
    while (Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("tfaas-request-watch"))
        .anyMatch(thread -> thread.getState() != Thread.State.WAITING)) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aTaskThatNoThreadCouldBeStartedForIsRunAsSoonAsOneCan() {
    AtomicInteger asked = new AtomicInteger();
    ThreadFactory scarce =
        task -> {
          if (asked.incrementAndGet() <= 3) {
            throw new OutOfMemoryError("unable to create native thread");
          }
          return new Thread(task);
        };
    try (RequestExecutor executor = new RequestExecutor(1, () -> 0, scarce)) {
      awaitWatcherAsleep();
      CountDownLatch done = new CountDownLatch(1);
      executor.execute(done::countDown);
      await(done);
    }
    assertThat(asked).hasValue(4);
  }

  @Test
  void beginsRequestsThoughManyStayOpen() {
    record Begin(Runnable task) implements RequestTask {
      @Override
      public boolean isNewRequest() {
        return true;
      }

      @Override
      public void run() {
        task.run();
      }
    }
    try (RequestExecutor executor = new RequestExecutor(4, () -> 10L * RequestQueue.WINDOW)) {
      CountDownLatch begun = new CountDownLatch(1);
      executor.execute(new Begin(begun::countDown));
      await(begun);
    }
  }

  @Test
  void isIdleBeforeAnyTask() {
    try (RequestExecutor executor = new RequestExecutor(4, () -> 0)) {
      assertThat(executor.isIdle()).isTrue();
    }
  }

  @Test
  void isNotIdleWhileATaskRuns() {
    try (RequestExecutor executor = new RequestExecutor(4, () -> 0)) {
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch release = new CountDownLatch(1);
      executor.execute(
          () -> {
            begun.countDown();
            await(release);
          });
      await(begun);
      assertThat(executor.isIdle()).isFalse();
      release.countDown();
    }
  }

  @Test
  void isNotIdleWhileATaskWaits() {
    try (RequestExecutor executor = new RequestExecutor(1, () -> 0)) {
      CountDownLatch release = new CountDownLatch(1);
      executor.execute(() -> await(release));
      executor.execute(() -> {});
      assertThat(executor.isIdle()).isFalse();
      release.countDown();
    }
  }

  @Test
  void becomesIdleWhenAllTasksHaveEnded() {
    try (RequestExecutor executor = new RequestExecutor(BASE + 4, () -> 0)) {
      occupy(executor, BASE + 4);
      while (!executor.isIdle()) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void closingEndsItsThreads() throws InterruptedException {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    RequestExecutor executor = new RequestExecutor(BASE + 2, () -> 0);
    occupy(executor, BASE + 2);
    Set<Thread> made = ConcurrentHashMap.newKeySet();
    made.addAll(Thread.getAllStackTraces().keySet());
    made.removeAll(before);
    made.removeIf(thread -> !thread.getName().startsWith("tfaas-request-"));
    executor.close();

    assertThat(made).hasSize(BASE + 3);
    for (Thread thread : made) {
      thread.join(60_000);
      assertThat(thread.isAlive()).isFalse();
    }
  }

  @Test
  void closingLetsARunningTaskEnd() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    RequestExecutor executor = new RequestExecutor(2, () -> 0);
    executor.execute(
        () -> {
          begun.countDown();
          await(release);
          ended.countDown();
        });
    await(begun);
    executor.close();
    release.countDown();
    await(ended);
  }

  @Test
  void aTaskThatThrowsEndsNothingElse() {
    AtomicInteger reported = new AtomicInteger();
    try (RequestExecutor executor = new RequestExecutor(1, () -> 0)) {
      for (int i = 0; i < 3; i++) {
        executor.execute(
            () -> {
              Thread.currentThread()
                  .setUncaughtExceptionHandler((thread, thrown) -> reported.incrementAndGet());
              throw new IllegalStateException("a task's own failure");
            });
      }
      executor.execute(
          () -> {
            throw new AssertionError("a task's own error");
          });
      CountDownLatch after = new CountDownLatch(1);
      executor.execute(after::countDown);
      await(after);
    }
    assertThat(reported).hasValue(4);
  }
}
