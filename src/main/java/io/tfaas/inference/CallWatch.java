package io.tfaas.inference;

import io.tfaas.error.FailureLog;
import java.util.Collection;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Looks after the queues' calls, one thread for all of them, asleep while there are none. */
final class CallWatch implements AutoCloseable {

  private static final long TICK_NANOS = 20_000_000;

  /* Waking it costs a request some microseconds: it goes on for a while. */
  private static final int IDLE_TICKS = 100;

  private static final int CLOSE_TICKS = 50;

  private final FailureLog failures =
      new FailureLog(
          System.getLogger(CallWatch.class.getName()), "The calls could not all be looked after");

  private final Supplier<Collection<CallQueue>> queues;
  private final Thread thread = PlatformThreads.named("tfaas-call-watch-").newThread(this::watch);
  private volatile boolean awake = true;
  private volatile boolean closed;

  CallWatch(Supplier<Collection<CallQueue>> queues) {
    this.queues = queues;
    thread.start();
  }

  /** To be told after a call was put into a queue. */
  void wake() {
    if (!awake) {
      awake = true;
      LockSupport.unpark(thread);
    }
  }

  private void watch() {
    int idleTicks = 0;
    while (!closed) {
      LockSupport.parkNanos(this, TICK_NANOS);
      idleTicks = look() ? 0 : idleTicks + 1;
      if (idleTicks >= IDLE_TICKS) {
        awake = false;
        if (!look() && !closed) {
          LockSupport.park(this);
        }
        awake = true;
        idleTicks = 0;
      }
    }
  }

  private boolean look() {
    try {
      boolean busy = false;
      long now = System.nanoTime();
      for (CallQueue queue : queues.get()) {
        busy |= look(queue, now);
      }
      return busy;
    } catch (RuntimeException | Error e) {
      failures.add(e);
      return true;
    }
  }

  /* What goes wrong with one queue must not keep the watch from the others. */
  private boolean look(CallQueue queue, long now) {
    try {
      return queue.look(now);
    } catch (RuntimeException | Error e) {
      failures.add(e);
      return true;
    }
  }

  /** Waits for the thread's end: a container looks for threads that an application has left. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    for (int i = 0; thread.isAlive() && i < CLOSE_TICKS; i++) {
      LockSupport.parkNanos(this, TICK_NANOS);
    }
  }
}
