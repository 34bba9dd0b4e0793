package io.tfaas.inference;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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

  /** Makes threads when they are needed, which end when they have not been for a minute. */
  static ExecutorService executor() {
    AtomicInteger count = new AtomicInteger();
    return Executors.newCachedThreadPool(
        task -> {
          Thread thread = new Thread(task, "tfaas-call-" + count.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }
}
