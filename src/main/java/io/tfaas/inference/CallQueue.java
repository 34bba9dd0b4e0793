package io.tfaas.inference;

import io.tfaas.error.OverloadedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one model version that wait, first come first served. The thread that brings a call
 * to a free model runs it, together with those that came meanwhile and fit; the others leave theirs
 * and go. So an idle model is called at once, and batches grow with the load by themselves.
 */
final class CallQueue {

  /* So that the request of a thread that runs others' calls does not wait for many of these. */
  private static final int MOST_TURNS = 2;

  /* Under load, chances for other threads to bring their calls before a batch is closed. */
  private static final int YIELDS = 3;

  /* Calls looked at that do not fit, before a batch goes as it is. */
  private static final int MOST_PASSED_OVER = 64;

  /* Two at once of calls this short would only make their batches smaller. */
  private static final long SHORT_NANOS = 500_000;

  private final BatchLimits limits;
  private final CallCounters counters;
  private final Executor executor;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<PendingCall> waiting = new ArrayDeque<>();
  private int waitingRows;
  private int running;
  private long usualNanos;
  private boolean lastBatched;
  private volatile boolean underLoad;

  /**
   * @param executor runs what is left when the threads that brought calls have gone on
   */
  CallQueue(BatchLimits limits, CallCounters counters, Executor executor) {
    this.limits = limits;
    this.counters = counters;
    this.executor = executor;
  }

  /**
   * Takes a call: runs it in this thread if the model is free.
   *
   * @throws OverloadedException when too many rows wait already; the call is still the caller's
   */
  void submit(PendingCall call) {
    if (!add(call)) {
      return;
    }
    if (PlatformThreads.isCurrent()) {
      runCalls();
    } else {
      executor.execute(this::runCalls);
    }
  }

  /* Whether the model is free, and to be called now by whoever asks. */
  private boolean add(PendingCall call) {
    lock.lock();
    try {
      if (waitingRows > 0 && waitingRows + call.weight() > limits.maxWaitingRows()) {
        throw new OverloadedException(
            "The model has too many rows waiting, %d of at most %d; try again in a moment"
                .formatted(waitingRows, limits.maxWaitingRows()));
      }
      waiting.add(call);
      waitingRows += call.weight();
      return claim();
    } finally {
      lock.unlock();
    }
  }

  /* Lock is held. */
  private boolean claim() {
    int atOnce = lastBatched && usualNanos < SHORT_NANOS ? 1 : limits.concurrentCalls();
    boolean free = !waiting.isEmpty() && running < atOnce;
    if (free) {
      running++;
    }
    return free;
  }

  private void runCalls() {
    boolean more = true;
    for (int turn = 0; more && turn < MOST_TURNS; turn++) {
      letOthersJoin();
      List<PendingCall> calls = take();
      long start = System.nanoTime();
      calls.forEach(call -> counters.waited(start - call.since()));
      List<Batch.Outcome> outcomes = calls.isEmpty() ? List.of() : new Batch(calls).run(counters);
      release(System.nanoTime() - start);
      outcomes.forEach(outcome -> outcome.deliver(counters));
      more = claimAgain();
    }
    if (more) {
      executor.execute(this::runCalls);
    }
  }

  @SuppressWarnings("ThreadPriorityCheck")
  private void letOthersJoin() {
    if (underLoad) {
      for (int i = 0; i < YIELDS; i++) {
        Thread.yield();
      }
    }
  }

  private void release(long nanos) {
    lock.lock();
    try {
      running--;
      usualNanos += (nanos - usualNanos) / 8;
    } finally {
      lock.unlock();
    }
  }

  private boolean claimAgain() {
    lock.lock();
    try {
      return claim();
    } finally {
      lock.unlock();
    }
  }

  private List<PendingCall> take() {
    lock.lock();
    try {
      PendingCall first = next();
      if (first == null) {
        return List.of();
      }
      List<PendingCall> calls = new ArrayList<>();
      calls.add(first);
      lastBatched = first.canBeBatched();
      if (lastBatched) {
        addFitting(calls);
      }
      underLoad = calls.size() > 1;
      return calls;
    } finally {
      lock.unlock();
    }
  }

  /* Those that do not fit keep their places. */
  private void addFitting(List<PendingCall> calls) {
    PendingCall first = calls.get(0);
    int rows = first.rows();
    Deque<PendingCall> passedOver = new ArrayDeque<>(0);
    while (rows < limits.maxRows() && passedOver.size() < MOST_PASSED_OVER) {
      PendingCall call = next();
      if (call == null) {
        break;
      }
      if (rows + call.rows() <= limits.maxRows() && first.fitsWith(call)) {
        calls.add(call);
        rows += call.rows();
      } else {
        passedOver.push(call);
      }
    }
    for (PendingCall call : passedOver) {
      waiting.push(call);
      waitingRows += call.weight();
    }
  }

  /* The next call that anyone still waits for. */
  private @Nullable PendingCall next() {
    while (true) {
      PendingCall call = waiting.poll();
      if (call == null) {
        return null;
      }
      waitingRows -= call.weight();
      if (!call.result().isDone()) {
        return call;
      }
      call.free();
    }
  }
}
