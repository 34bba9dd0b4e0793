package io.tfaas.inference;

import io.tfaas.error.DeadlineException;
import io.tfaas.error.OverloadedException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one model version that wait, first come first served. The thread that brings a call
 * to a free model runs it, together with those that came meanwhile and fit; the others leave theirs
 * and go. So an idle model is called at once, and batches grow with the load by themselves.
 */
final class CallQueue {

  /** What runs calls and hands their outcomes over, beside the threads that bring them. */
  record Threads(Executor calls, ReplyThreads replies, CallWatch watch) {}

  private enum Next {
    NOTHING,
    RUN_HERE,
    RUN_ELSEWHERE
  }

  private static final Logger LOG = System.getLogger(CallQueue.class.getName());

  private static final int MOST_TURNS = 2;

  /* Under load, chances for other threads to bring their calls before a batch is closed. */
  private static final int YIELDS = 3;

  /* Two at once of calls this short would only make their batches smaller. */
  private static final long SHORT_NANOS = 500_000;

  /* Calls this long are not for the thread of a request, which could not be told of its deadline. */
  private static final long LONG_NANOS = 10_000_000;

  /* Clients are not asked for sooner whether they are still there. */
  private static final long LONG_WAIT_NANOS = 20_000_000;

  /* A reply that takes longer to write than this is not waited for. */
  private static final long HELD_UP_NANOS = 20_000_000;

  private final BatchLimits limits;
  private final long maxWaitNanos;
  private final WaitingBytes allBytes;
  private final CallCounters counters;
  private final Threads threads;
  private final ReentrantLock lock = new ReentrantLock();
  private final WaitingCalls waiting;
  private final List<Turn> turns = new ArrayList<>();
  private int running;
  private long usualNanos;
  private long earliestDeadline = never();
  private boolean lastBatched;
  private volatile boolean underLoad;

  /**
   * @param allBytes what waits for this model and all others
   */
  CallQueue(BatchLimits limits, WaitingBytes allBytes, CallCounters counters, Threads threads) {
    this.limits = limits;
    this.maxWaitNanos = limits.maxWait().toNanos();
    this.waiting = new WaitingCalls(limits.maxRows(), allBytes);
    this.allBytes = allBytes;
    this.counters = counters;
    this.threads = threads;
  }

  private static long never() {
    return System.nanoTime() + BatchLimits.UNLIMITED.toNanos();
  }

  /**
   * Takes a call: runs it in this thread if the model is free.
   *
   * @throws OverloadedException when too much waits already; the call is still the caller's
   */
  void submit(PendingCall call) {
    Next next = add(call);
    threads.watch().wake();
    switch (next) {
      case NOTHING -> {}
      case RUN_HERE -> {
        if (PlatformThreads.isCurrent()) {
          runSome(call);
        } else {
          runElsewhere();
        }
      }
      case RUN_ELSEWHERE -> runElsewhere();
    }
  }

  /* Where no thread can be had, the model is free for the next call, or the next look. */
  private void runElsewhere() {
    try {
      threads.calls().execute(this::runAll);
    } catch (RuntimeException | Error e) {
      unclaim();
    }
  }

  private void unclaim() {
    lock.lock();
    try {
      running--;
    } finally {
      lock.unlock();
    }
  }

  private Next add(PendingCall call) {
    lock.lock();
    try {
      requireRoom(call);
      waiting.add(call);
      earliestDeadline = call.earlier(earliestDeadline);
      if (!claim()) {
        return Next.NOTHING;
      }
      return usualNanos < LONG_NANOS ? Next.RUN_HERE : Next.RUN_ELSEWHERE;
    } catch (OverloadedException e) {
      counters.failed(System.nanoTime() - call.since(), e);
      throw e;
    } finally {
      lock.unlock();
    }
  }

  /* Lock is held. */
  private void requireRoom(PendingCall call) {
    if (waiting.isEmpty()) {
      return;
    }
    if (waiting.rows() + call.weight() > limits.maxWaitingRows()) {
      throw new OverloadedException(
          "The model has too many rows waiting, %d of at most %d; try again in a moment"
              .formatted(waiting.rows(), limits.maxWaitingRows()));
    }
    if (!allBytes.haveRoom(waiting.bytes(), call.byteSize())) {
      throw new OverloadedException(
          "Requests that wait hold too much memory, %d bytes for this model and %d for all;"
                  .formatted(waiting.bytes(), allBytes.held())
              + " try again in a moment");
    }
    long wait = usualNanos * waiting.turns(lastBatched) / atOnce();
    if (wait > maxWaitNanos || wait > call.terms().timeout().toNanos()) {
      throw new OverloadedException(
          "The model would not get to this request for about %d ms; try again in a moment"
              .formatted(TimeUnit.NANOSECONDS.toMillis(wait)));
    }
  }

  /** How many calls wait. */
  int pending() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  private int atOnce() {
    return lastBatched && usualNanos < SHORT_NANOS ? 1 : limits.concurrentCalls();
  }

  /* Whether the model is free, and to be called now by whoever asks. Lock is held. */
  private boolean claim() {
    boolean free = !waiting.isEmpty() && running < atOnce();
    if (free) {
      running++;
    }
    return free;
  }

  /*
   * In the thread of a request that is to be answered too: others' calls are left to others soon.
   * Nothing that goes wrong here is told to that request, whose call another thread may be at.
   */
  private void runSome(PendingCall own) {
    try {
      if (runCalls(MOST_TURNS, own)) {
        runElsewhere();
      }
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "A model's calls could not all be run or answered at once", e);
    }
  }

  private void runAll() {
    runCalls(Integer.MAX_VALUE, null);
  }

  /* Whether the model is still this thread's to call, with calls waiting. */
  private boolean runCalls(int most, @Nullable PendingCall own) {
    boolean more = true;
    for (int i = 0; more && i < most; i++) {
      letOthersJoin();
      Turn turn = take(own);
      long start = System.nanoTime();
      try {
        turn.run(counters, LONG_WAIT_NANOS);
      } finally {
        release(turn, System.nanoTime() - start);
      }
      turn.handOver(counters, threads.replies());
      more = claimAfter(turn);
    }
    return more;
  }

  /* What another thread left when it was held up, and then what waits. */
  private void goOn(Turn rest) {
    rest.handOver(counters, threads.replies());
    if (claimAfter(rest)) {
      runAll();
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

  private Turn take(@Nullable PendingCall own) {
    boolean taken = false;
    lock.lock();
    try {
      List<PendingCall> calls = waiting.takeBatch();
      if (!calls.isEmpty()) {
        lastBatched = calls.get(0).canBeBatched();
        underLoad = calls.size() > 1;
      }
      Turn turn = new Turn(calls, own);
      turns.add(turn);
      taken = true;
      return turn;
    } finally {
      if (!taken) {
        running--;
      }
      lock.unlock();
    }
  }

  private void release(Turn turn, long nanos) {
    lock.lock();
    try {
      running--;
      if (!turn.calls().isEmpty()) {
        usualNanos += (nanos - usualNanos) / 8;
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean claimAfter(Turn turn) {
    lock.lock();
    try {
      turns.remove(turn);
      return claim();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives up calls that are late, relieves threads that a client holds up, and has calls run that
   * no thread could be had for. What fails for want of a thread is tried again at the next look.
   *
   * @return whether there is anything to look after
   */
  boolean look(long now) {
    List<Turn> toDo = new ArrayList<>();
    boolean busy;
    lock.lock();
    try {
      busy = !turns.isEmpty() || !waiting.isEmpty();
      if (isLeft()) {
        toDo.add(Turn.ofOutcomes(List.of()));
      }
      for (Turn turn : List.copyOf(turns)) {
        if (turn.isHeldUp(now, HELD_UP_NANOS)) {
          turns.remove(turn);
          toDo.add(turn.rest());
        }
      }
      if (now - earliestDeadline >= 0) {
        toDo.add(late(now));
      }
      turns.addAll(toDo);
    } finally {
      lock.unlock();
    }
    goOnElsewhere(toDo);
    return busy;
  }

  /* Whether calls wait that no thread is at, or will come back to. Lock is held. */
  private boolean isLeft() {
    return !waiting.isEmpty() && turns.isEmpty() && running == 0;
  }

  private void goOnElsewhere(List<Turn> toDo) {
    int given = 0;
    try {
      for (Turn turn : toDo) {
        threads.calls().execute(() -> goOn(turn));
        given++;
      }
    } finally {
      for (int i = given; i < toDo.size(); i++) {
        toDo.get(i).leave();
      }
    }
  }

  /* Lock is held. */
  private Turn late(long now) {
    List<Batch.Outcome> outcomes = new ArrayList<>();
    earliestDeadline = never();
    for (Turn turn : turns) {
      for (PendingCall call : turn.calls()) {
        if (!call.result().isDone() && call.isLate(now)) {
          outcomes.add(new Batch.Outcome(call, new Batch.GivenUp(call.late())));
        } else if (!call.result().isDone()) {
          earliestDeadline = call.earlier(earliestDeadline);
        }
      }
    }
    for (PendingCall call : waiting.takeLate(now)) {
      DeadlineException late = call.late();
      outcomes.add(new Batch.Outcome(call, new Batch.Failure(late)));
    }
    earliestDeadline = waiting.earliestDeadline(earliestDeadline);
    return Turn.ofOutcomes(outcomes);
  }
}
