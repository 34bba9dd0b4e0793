package io.tfaas.server;

import io.tfaas.error.FailureLog;
import java.lang.System.Logger;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Runs requests on as few threads as keep the processors busy, and on more while some are held up:
 * by a slow client, a long call, a disk.
 */
final class RequestExecutor implements Executor, AutoCloseable {

  /*
   * Short tasks by the ten thousand a second are dearest where every one wakes a thread. A thread
   * is woken only while fewer than the target run; the others find their tasks in the queue. A
   * watcher looks every few milliseconds, while there is anything to see, how many threads have
   * been at one task for longer than that, and raises the target by so many.
   *
   * No task is left behind: who adds one looks at the number of running threads after it, and a
   * thread that stops running looks at the queue after it has said so. Tasks that begin requests
   * may have to wait; then the watcher looks after them.
   */

  private static final Logger LOG = System.getLogger(RequestExecutor.class.getName());

  private static final long WATCH_NANOS = 10_000_000;
  private static final long KEEP_ALIVE_NANOS = 10_000_000_000L;

  private final FailureLog unstarted =
      new FailureLog(LOG, "No more threads can be started for requests");
  private final FailureLog unwatched =
      new FailureLog(LOG, "The threads for requests could not be looked after");
  private final ThreadFactory factory;
  private final int base;
  private final int max;
  private final RequestQueue tasks;
  private final ConcurrentLinkedDeque<Worker> idle = new ConcurrentLinkedDeque<>();
  private final List<Worker> workers = new CopyOnWriteArrayList<>();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger threads = new AtomicInteger();
  private final AtomicInteger made = new AtomicInteger();
  private final Thread watcher = new Thread(this::watch, "tfaas-request-watch");
  private volatile int target;
  private volatile boolean watching;
  private volatile boolean closed;

  /**
   * @param max threads in all
   * @param open how many requests have been begun, and wait for something other than a thread
   */
  RequestExecutor(int max, LongSupplier open) {
    this(max, open, Thread::new);
  }

  /**
   * @param factory makes the threads, which are named here
   */
  RequestExecutor(int max, LongSupplier open, ThreadFactory factory) {
    this.factory = factory;
    this.tasks = new RequestQueue(open);
    this.base = Math.min(2 * Runtime.getRuntime().availableProcessors(), max);
    this.max = max;
    this.target = this.base;
    watcher.setDaemon(true);
    watcher.start();
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    boolean woken = tasks.hasNext() && running.get() < target && wake();
    if (!woken && !watching) {
      watching = true;
      LockSupport.unpark(watcher);
    }
  }

  /** Whether no task waits or runs. */
  boolean isIdle() {
    return tasks.isEmpty() && running.get() == 0;
  }

  /** Whether tasks wait because all the threads there may be are at others. */
  boolean isExhausted() {
    return !tasks.isEmpty() && running.get() >= max;
  }

  /* Whether one more thread runs. */
  private boolean wake() {
    Worker worker = idle.pollFirst();
    if (worker != null) {
      running.incrementAndGet();
      worker.resume();
      return true;
    }
    if (threads.incrementAndGet() <= max && startWorker()) {
      return true;
    }
    threads.decrementAndGet();
    return false;
  }

  /* Where the system has no thread to give, the task stays for the others and for the next look. */
  private boolean startWorker() {
    running.incrementAndGet();
    try {
      start(new Worker());
      return true;
    } catch (RuntimeException | Error e) {
      running.decrementAndGet();
      unstarted.add(e);
      return false;
    }
  }

  private void start(Worker worker) {
    boolean started = false;
    workers.add(worker);
    try {
      worker.thread.start();
      started = true;
    } finally {
      if (!started) {
        workers.remove(worker);
      }
    }
  }

  private void watch() {
    while (!closed) {
      LockSupport.parkNanos(this, WATCH_NANOS);
      if (look() == 0 && tasks.isEmpty()) {
        watching = false;
        if (tasks.isEmpty() && !closed) {
          LockSupport.park(this);
        }
        watching = true;
      }
    }
  }

  /* How many threads are held up. Without the watcher nothing would go on where all are. */
  private int look() {
    try {
      long now = System.nanoTime();
      int heldUp = (int) workers.stream().filter(worker -> worker.isHeldUp(now)).count();
      target = Math.min(max, base + heldUp);
      tasks.widen();
      for (int free = target - running.get(); free > 0 && tasks.hasNext(); free--) {
        wake();
      }
      return heldUp;
    } catch (RuntimeException | Error e) {
      unwatched.add(e);
      return base;
    }
  }

  /** Lets running tasks end; those that wait are not begun. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(watcher);
    workers.forEach(Worker::resume);
  }

  private final class Worker implements Runnable {

    private final Thread thread = factory.newThread(this);
    private volatile boolean parked;
    private volatile long since;

    Worker() {
      thread.setName("tfaas-request-" + made.incrementAndGet());
      thread.setDaemon(true);
    }

    boolean isHeldUp(long now) {
      long begin = since;
      return begin != 0 && now - begin > WATCH_NANOS;
    }

    void resume() {
      parked = false;
      LockSupport.unpark(thread);
    }

    @Override
    public void run() {
      while (!closed) {
        Runnable task = running.get() > target ? null : tasks.poll();
        if (task != null) {
          since = System.nanoTime() | 1;
          run(task);
        } else if (!waitForTasks()) {
          break;
        }
      }
      workers.remove(this);
    }

    private void run(Runnable task) {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
      }
    }

    /* False when the thread has not been needed for a while, and ends. */
    private boolean waitForTasks() {
      since = 0;
      parked = true;
      running.decrementAndGet();
      idle.addFirst(this);
      if (tasks.hasNext() && running.get() < target && idle.remove(this)) {
        running.incrementAndGet();
        parked = false;
        return true;
      }
      long deadline = System.nanoTime() + KEEP_ALIVE_NANOS;
      while (parked && !closed) {
        long left = deadline - System.nanoTime();
        if (left > 0) {
          LockSupport.parkNanos(this, left);
        } else if (threads.get() <= base) {
          LockSupport.park(this);
        } else if (idle.remove(this)) {
          threads.decrementAndGet();
          return false;
        }
      }
      return true;
    }
  }
}
