package io.tfaas.model;

import io.tfaas.error.DeadlineException;
import io.tfaas.error.OverloadedException;
import io.tfaas.error.ServingException;
import io.tfaas.error.UnavailableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Loads idle models for the requests that want them: each once, whatever number of requests waits.
 * No request's thread waits with its request.
 */
final class ModelWaking implements AutoCloseable {

  /**
   * A request that waits.
   *
   * @param lease takes what it waits for, is empty while the model is idle, and throws where it
   *     cannot be had
   */
  private record Waiting(
      ModelName name, Supplier<Optional<Lease>> lease, CompletableFuture<Lease> result) {}

  private static final Logger LOG = System.getLogger(ModelWaking.class.getName());
  private static final int LOADERS = 2;
  private static final int MOST_WAITING = 1_000;
  private static final int KEEP_ALIVE_SECONDS = 10;

  /* They may write replies, for which each of their clients takes its time. */
  private static final int GOERS = 64;

  /* A model that others make idle before anyone gets hold of it is loaded again, so often. */
  private static final int MOST_LOADS = 5;

  private final Consumer<ModelName> load;
  private final Duration patience;
  private final ThreadPoolExecutor loaders;
  private final ThreadPoolExecutor goers;
  private final ScheduledThreadPoolExecutor timers;
  private final Map<ModelName, CompletableFuture<Void>> loads = new ConcurrentHashMap<>();
  private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();

  /**
   * @param load loads a model, or finds that it cannot be; throws where it cannot be now
   * @param patience how long a request waits
   */
  ModelWaking(Consumer<ModelName> load, Duration patience) {
    this(load, patience, NamedThreads::new);
  }

  /**
   * @param threads by the name that they have
   */
  ModelWaking(
      Consumer<ModelName> load, Duration patience, Function<String, ThreadFactory> threads) {
    this.load = load;
    this.patience = patience;
    this.loaders = pool(LOADERS, threads.apply("tfaas-wake"));
    this.goers = pool(GOERS, threads.apply("tfaas-awake"));
    this.timers = new ScheduledThreadPoolExecutor(1, threads.apply("tfaas-patience"));
    timers.setRemoveOnCancelPolicy(true);
  }

  private static ThreadPoolExecutor pool(int size, ThreadFactory threads) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            size, size, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /**
   * A lease on a model that is idle, once it is loaded.
   *
   * @param lease takes it, is empty while the model is idle, and throws where it cannot be had
   * @param time that the request has; where that is over first, it is late
   */
  CompletableFuture<Lease> lease(ModelName name, Supplier<Optional<Lease>> lease, Duration time) {
    if (waiting.size() >= MOST_WAITING) {
      return CompletableFuture.failedFuture(
          new OverloadedException(
              "Too many requests wait for models to be loaded; try again in a moment"));
    }
    Waiting request = new Waiting(name, lease, new CompletableFuture<>());
    waiting.add(request);
    Future<?> timer;
    try {
      timer = timer(request, time);
    } catch (RuntimeException | Error e) {
      waiting.remove(request);
      return CompletableFuture.failedFuture(noThread(e));
    }
    wait(request, MOST_LOADS);
    return request
        .result()
        .whenComplete(
            (got, failure) -> {
              timer.cancel(false);
              waiting.remove(request);
            });
  }

  private Future<?> timer(Waiting request, Duration time) {
    boolean isShort = time.compareTo(patience) < 0;
    return timers.schedule(
        () -> fail(request, stillLoading(request.name(), isShort, time)),
        (isShort ? time : patience).toNanos(),
        TimeUnit.NANOSECONDS);
  }

  private static UnavailableException stopping() {
    return new UnavailableException("The server is stopping");
  }

  /* An executor that is closed refuses; one that is not can fail to make a thread. */
  private static UnavailableException noThread(Throwable failure) {
    return failure instanceof RejectedExecutionException
        ? stopping()
        : new UnavailableException(
            "The server has no thread left for the request; try again later", failure);
  }

  private static ServingException stillLoading(ModelName name, boolean isLate, Duration time) {
    String message = "Model '" + name + "' is still being loaded";
    return isLate
        ? new DeadlineException(
            message + " after " + time.toMillis() + " ms, the time this request has")
        : new UnavailableException(message + "; try again later");
  }

  private void wait(Waiting request, int loads) {
    var unused =
        awake(request.name()).whenComplete((done, failure) -> goOn(request, loads - 1, failure));
  }

  private static ServingException unloadable(ModelName name, @Nullable Throwable failure) {
    if (failure instanceof ServingException known) {
      return known;
    }
    String message = "Model '" + name + "' cannot be loaded now; try again later";
    return failure == null
        ? new UnavailableException(message)
        : new UnavailableException(message, failure);
  }

  /* Whatever became of the load, there may be a version to go on with, or none any more. */
  private void goOn(Waiting request, int loadsLeft, @Nullable Throwable failure) {
    try {
      Optional<Lease> lease = request.lease().get();
      if (lease.isPresent()) {
        goOn(request, lease.get());
      } else if (failure == null && loadsLeft > 0) {
        wait(request, loadsLeft);
      } else {
        fail(request, unloadable(request.name(), failure));
      }
    } catch (RuntimeException | Error e) {
      fail(request, e);
    }
  }

  /* What becomes of the request is no work for a thread that loads or looks at the time. */
  private void goOn(Waiting request, Lease lease) {
    try {
      goers.execute(
          () -> {
            if (!request.result().complete(lease)) {
              lease.close();
            }
          });
    } catch (RuntimeException | Error e) {
      lease.close();
      request.result().completeExceptionally(noThread(e));
    }
  }

  private void fail(Waiting request, Throwable failure) {
    try {
      goers.execute(() -> request.result().completeExceptionally(failure));
    } catch (RuntimeException | Error e) {
      request.result().completeExceptionally(failure);
    }
  }

  private CompletableFuture<Void> awake(ModelName name) {
    CompletableFuture<Void> mine = new CompletableFuture<>();
    CompletableFuture<Void> others = loads.putIfAbsent(name, mine);
    if (others != null) {
      return others;
    }
    try {
      loaders.execute(() -> load(name, mine));
    } catch (RuntimeException | Error e) {
      end(name, mine, noThread(e));
    }
    return mine;
  }

  private void load(ModelName name, CompletableFuture<Void> done) {
    try {
      load.accept(name);
    } catch (ServingException e) {
      end(name, done, e);
    } catch (RuntimeException | Error e) {
      end(name, done, e);
      LOG.log(Level.ERROR, "Model '" + name + "' could not be loaded", e);
    }
    end(name, done, null);
  }

  /* Only the first end counts. */
  private void end(ModelName name, CompletableFuture<Void> load, @Nullable Throwable failure) {
    loads.remove(name, load);
    if (failure == null) {
      load.complete(null);
    } else {
      load.completeExceptionally(failure);
    }
  }

  /** Begins no more loads, lets nobody wait any longer, and awaits what is being loaded a while. */
  @Override
  public void close() {
    timers.shutdownNow();
    loaders.shutdown();
    loaders.getQueue().clear();
    waiting.forEach(request -> request.result().completeExceptionally(stopping()));
    goers.shutdown();
    LastLoads.await(loaders);
  }
}
