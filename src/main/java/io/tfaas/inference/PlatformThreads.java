package io.tfaas.inference;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Tells threads that may call TensorFlow from virtual ones, on which its calls have been seen to
 * hang; containers can be set to run requests on these.
 */
final class PlatformThreads {

  private static final @Nullable MethodHandle IS_VIRTUAL = isVirtual();

  private PlatformThreads() {}

  /* Virtual threads came with Java 21. */
  private static @Nullable MethodHandle isVirtual() {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  /** Whether this thread is one of the platform's. */
  static boolean isCurrent() {
    if (IS_VIRTUAL == null) {
      return true;
    }
    try {
      return !(boolean) IS_VIRTUAL.invokeExact(Thread.currentThread());
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Makes threads when they are needed, which end when they have not been for a minute. What comes
   * after it was shut down is run all the same: calls wait for it.
   */
  static ExecutorService executor() {
    ThreadFactory threads = named("tfaas-call-");
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        1,
        TimeUnit.MINUTES,
        new SynchronousQueue<>(),
        threads,
        (task, closed) -> threads.newThread(task).start());
  }

  /** Makes daemon threads, their names numbered. */
  static ThreadFactory named(String prefix) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, prefix + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
