package io.tfaas.model;

import io.tfaas.error.InvalidModelException;
import io.tfaas.error.UnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The time that loading a model may take. What restores a graph, or a signature of it, may hold a
 * loop that never ends, and nothing ends a run of TensorFlow's from outside: such a load is left to
 * itself in a thread of its own, and what comes of it is freed if it ends after all.
 */
final class LoadTime {

  /* Each may hold a processor and the model's memory until the server's end. */
  private static final int MOST_LEFT = 4;

  private final NamedThreads threads = new NamedThreads("tfaas-loading");
  private final Duration limit;
  private final AtomicInteger left = new AtomicInteger();

  LoadTime(Duration limit) {
    this.limit = limit;
  }

  /** What loads a model. */
  interface Load {

    /**
     * Loads it.
     *
     * @param begun to be run once nothing else is waited for
     */
    ModelVersion run(Runnable begun) throws IOException;
  }

  /**
   * Loads a model, and waits for it.
   *
   * @throws InvalidModelException when its time is over
   * @throws UnavailableException when it did not even begin in that time, or too many loads were
   *     left to themselves
   */
  ModelVersion within(Load load) throws IOException {
    if (left.get() >= MOST_LEFT) {
      throw new UnavailableException(
          "%d models were given up while they were loaded, and still run: restart the server"
              .formatted(MOST_LEFT));
    }
    CompletableFuture<Void> begun = new CompletableFuture<>();
    CompletableFuture<ModelVersion> loaded = new CompletableFuture<>();
    Thread thread = threads.newThread(() -> complete(loaded, load, begun));
    boolean given = false;
    thread.start();
    try {
      awaitBegin(thread, CompletableFuture.anyOf(begun, loaded));
      ModelVersion version = loaded.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      given = true;
      return version;
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (TimeoutException e) {
      throw new InvalidModelException(
          "The model was not loaded and called once within %d s (tfaas.load-timeout); does it hold a loop that never ends?"
              .formatted(limit.toSeconds()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("The server stopped while the model was loaded", e);
    } finally {
      if (!given) {
        leave(loaded);
      }
    }
  }

  private void awaitBegin(Thread thread, CompletableFuture<?> begun)
      throws InterruptedException, ExecutionException {
    try {
      begun.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      /* It waits in Java, and hears of this. */
      thread.interrupt();
      throw new UnavailableException(
          "Other models that are being loaded take the memory that this one needs, for %d s now; try again later"
              .formatted(limit.toSeconds()),
          e);
    }
  }

  private static void complete(
      CompletableFuture<ModelVersion> loaded, Load load, CompletableFuture<Void> begun) {
    try {
      loaded.complete(load.run(() -> begun.complete(null)));
    } catch (IOException | RuntimeException | Error e) {
      loaded.completeExceptionally(e);
    }
  }

  private void leave(CompletableFuture<ModelVersion> loaded) {
    left.incrementAndGet();
    CompletableFuture<?> unused =
        loaded.whenComplete(
            (version, failure) -> {
              left.decrementAndGet();
              if (version != null) {
                version.release();
              }
            });
  }

  private static IOException failure(ExecutionException e) {
    if (e.getCause() instanceof RuntimeException thrown) {
      throw thrown;
    }
    if (e.getCause() instanceof Error thrown) {
      throw thrown;
    }
    return e.getCause() instanceof IOException thrown ? thrown : new IOException(e);
  }
}
