package io.tfaas.inference;

import io.tfaas.error.OverloadedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The calls of one model version that wait, first come first served. The thread that brings a call
 * to a free model runs it, together with those that came meanwhile and fit; the others leave theirs
 * and go. So an idle model is called at once, and batches grow with the load by themselves.
 */
final class CallQueue {

  /* So that the request of a thread that runs others' calls does not wait for many of these. */
  private static final int TURNS = Integer.getInteger("x.turns", 2);

  private static final int YIELDS = Integer.getInteger("x.yields", 3);

  /* Calls looked at that do not fit, before a batch goes as it is. */
  private static final int MOST_PASSED_OVER = 64;

  private final BatchLimits limits;
  private final CallCounters counters;
  private final Executor executor;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<PendingCall> waiting = new ArrayDeque<>();
  private int waitingRows;
  private int running;
  private volatile boolean busy;
  private static final int WIDTH = Integer.getInteger("x.width", 0);

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
    boolean free;
    lock.lock();
    try {
      if (waitingRows > 0 && waitingRows + call.weight() > limits.maxWaitingRows()) {
        throw new OverloadedException(
            "The model has too many rows waiting (%d of %d); try again in a moment"
                .formatted(waitingRows, limits.maxWaitingRows()));
      }
      waiting.add(call);
      waitingRows += call.weight();
      free = claim();
    } finally {
      lock.unlock();
    }
    if (free) {
      if (PlatformThreads.isCurrent()) {
        runCalls();
      } else {
        executor.execute(this::runCalls);
      }
    }
  }

  private boolean claim() {
    int width = WIDTH > 0 ? WIDTH : limits.concurrentCalls();
    boolean free = !waiting.isEmpty() && running < width;
    if (free) {
      running++;
    }
    return free;
  }

  private void runCalls() {
    for (int turn = 1; ; turn++) {
      letOthersJoin();
      List<PendingCall> calls = take();
      List<Batch.Outcome> outcomes = calls.isEmpty() ? List.of() : new Batch(calls).run(counters);
      boolean again = release();
      outcomes.forEach(outcome -> outcome.deliver(counters));
      again = again || reclaim();
      if (!again) {
        return;
      }
      if (turn == TURNS) {
        executor.execute(this::runCalls);
        return;
      }
    }
  }

  private boolean release() {
    lock.lock();
    try {
      running--;
      return false;
    } finally {
      lock.unlock();
    }
  }

  private boolean reclaim() {
    lock.lock();
    try {
      return claim();
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("ThreadPriorityCheck")
  private void letOthersJoin() {
    if (busy) {
      for (int i = 0; i < YIELDS; i++) {
        Thread.yield();
      }
    }
  }

  private List<PendingCall> take() {
    lock.lock();
    try {
      List<PendingCall> calls = new ArrayList<>(Math.min(waiting.size(), 64));
      PendingCall first = next();
      if (first == null) {
        return calls;
      }
      calls.add(first);
      int rows = first.rows();
      if (first.canBeBatched()) {
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
        passedOver.forEach(
            call -> {
              waiting.push(call);
              waitingRows += call.weight();
            });
      }
      busy = calls.size() > 1;
      return calls;
    } finally {
      lock.unlock();
    }
  }

  private @org.jspecify.annotations.Nullable PendingCall next() {
    PendingCall call = waiting.poll();
    while (call != null && call.result().isDone()) {
      waitingRows -= call.weight();
      call.free();
      call = waiting.poll();
    }
    if (call != null) {
      waitingRows -= call.weight();
    }
    return call;
  }
}
