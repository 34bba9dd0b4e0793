package io.tfaas.server;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that wait for a thread. Requests under way are gone on with before new ones are begun, and
 * new ones are begun while few are under way: what a request holds meanwhile is dear, a connection
 * that waits in here is not.
 */
final class RequestQueue {

  /*
   * A thousand connections at once had their requests' state copied by the garbage collector and
   * pushed out of the processor's caches. So few fill batches as well. Where they are not through
   * with it from one look of the watcher to the next, as with a slow or a stuck model, the others
   * do not wait for them: the window is widened by those that stay.
   */
  static final int WINDOW = 32 * Runtime.getRuntime().availableProcessors();

  private final Queue<Runnable> underWay = new ConcurrentLinkedQueue<>();
  private final Queue<Runnable> fresh = new ConcurrentLinkedQueue<>();
  private final LongAdder wentOn = new LongAdder();
  private final LongSupplier open;
  private volatile long window = WINDOW;

  /**
   * @param open how many requests have been begun, and wait for something other than a thread
   */
  RequestQueue(LongSupplier open) {
    this.open = open;
  }

  void add(Runnable task) {
    boolean begins = task instanceof RequestTask request && request.isNewRequest();
    (begins ? fresh : underWay).add(task);
  }

  /** Takes the task to be run next, if there is one that may be run. */
  @Nullable Runnable poll() {
    Runnable task = underWay.poll();
    if (task != null) {
      wentOn.increment();
      return task;
    }
    return open.getAsLong() < window ? fresh.poll() : null;
  }

  /** Whether there is a task that may be run. */
  boolean hasNext() {
    return !underWay.isEmpty() || (!fresh.isEmpty() && open.getAsLong() < window);
  }

  /** Whether there is no task at all. */
  boolean isEmpty() {
    return underWay.isEmpty() && fresh.isEmpty();
  }

  /** Widens the window by the requests that have been open since the last time this was called. */
  void widen() {
    window = WINDOW + Math.max(0, open.getAsLong() - wentOn.sumThenReset());
  }
}
