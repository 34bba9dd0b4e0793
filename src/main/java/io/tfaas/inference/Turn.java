package io.tfaas.inference;

import io.tfaas.error.DeadlineException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Calls that one thread runs as a batch, and then hands the outcomes of to those who wait. Handing
 * over means to write a reply, which takes as long as the client lets it: when a watcher finds the
 * thread held up by that, another gets what is left.
 */
final class Turn {

  private static final String GONE = "The client closed its connection while it waited";

  private final List<PendingCall> calls;
  private final @Nullable PendingCall own;
  private final AtomicInteger next = new AtomicInteger();
  private volatile List<Batch.Outcome> outcomes = List.of();
  private volatile long handingOverSince;
  private volatile boolean left;

  /**
   * @param own the call whose future its maker has not got yet, so that nothing is written for it
   */
  Turn(List<PendingCall> calls, @Nullable PendingCall own) {
    this.calls = calls;
    this.own = own;
  }

  /** A turn of calls that need not be run. */
  static Turn ofOutcomes(List<Batch.Outcome> outcomes) {
    Turn turn = new Turn(List.of(), null);
    turn.outcomes = outcomes;
    return turn;
  }

  /** The calls that run, or have run. */
  List<PendingCall> calls() {
    return calls;
  }

  /**
   * Runs the calls that anyone may still wait for. Whatever goes wrong is the outcome of them all.
   *
   * @param longWait after which a client is asked for, in nanoseconds
   */
  void run(CallCounters counters, long longWait) {
    try {
      runWanted(counters, longWait);
    } catch (RuntimeException | Error e) {
      outcomes = Batch.failed(calls, e);
    }
  }

  private void runWanted(CallCounters counters, long longWait) {
    long now = System.nanoTime();
    List<Batch.Outcome> unwanted = new ArrayList<>(0);
    List<PendingCall> wanted = wanted(now, longWait, unwanted);
    wanted.forEach(call -> counters.waited(now - call.since()));
    List<Batch.Outcome> ran = wanted.isEmpty() ? List.of() : new Batch(wanted).run(counters);
    unwanted.addAll(ran);
    outcomes = unwanted.size() == ran.size() ? ran : unwanted;
  }

  private List<PendingCall> wanted(long now, long longWait, List<Batch.Outcome> unwanted) {
    for (PendingCall call : calls) {
      if (call.isLate(now)) {
        unwanted.add(new Batch.Outcome(call, new Batch.Failure(call.late())));
      } else if (now - call.since() > longWait && call.terms().abandoned().getAsBoolean()) {
        unwanted.add(new Batch.Outcome(call, new Batch.Failure(new DeadlineException(GONE))));
      }
    }
    if (unwanted.isEmpty()) {
      return calls;
    }
    List<PendingCall> dropped = unwanted.stream().map(Batch.Outcome::call).toList();
    return calls.stream().filter(call -> !dropped.contains(call)).toList();
  }

  /** Hands the outcomes over, what may not go out at once by a thread of {@code replies}. */
  void handOver(CallCounters counters, Executor replies) {
    List<Batch.Outcome> all = outcomes;
    for (int i = next.getAndIncrement(); i < all.size(); i = next.getAndIncrement()) {
      Batch.Outcome outcome = all.get(i);
      long now = System.nanoTime();
      boolean large = outcome.isLarge() && outcome.call() != own;
      if (!large || !isTaken(() -> outcome.deliver(counters, now), replies)) {
        handingOverSince = now | 1;
        outcome.deliver(counters, now);
      }
    }
    handingOverSince = 0;
  }

  /* What no thread can be had for is done by the one there is. */
  private static boolean isTaken(Runnable delivery, Executor replies) {
    try {
      replies.execute(delivery);
      return true;
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      return false;
    }
  }

  boolean isHeldUp(long now, long nanos) {
    long since = handingOverSince;
    return left || (since != 0 && now - since > nanos);
  }

  /** Says that no thread is at it, and none will come. */
  void leave() {
    left = true;
  }

  /** Takes what has not been handed over away from the thread that is at it. */
  Turn rest() {
    List<Batch.Outcome> all = outcomes;
    int from = Math.min(next.getAndSet(all.size()), all.size());
    return ofOutcomes(all.subList(from, all.size()));
  }
}
