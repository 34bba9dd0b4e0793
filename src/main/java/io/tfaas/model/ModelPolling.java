package io.tfaas.model;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The threads of a {@link ModelWatcher}: one that looks, and two that load. */
public final class ModelPolling implements AutoCloseable {

  private static final int LOADERS = 2;

  private final ScheduledExecutorService polling =
      Executors.newSingleThreadScheduledExecutor(new NamedThreads("tfaas-poll"));
  private final ExecutorService loading =
      Executors.newFixedThreadPool(LOADERS, new NamedThreads("tfaas-poll"));
  private final ModelWatcher watcher;

  public ModelPolling(ModelManager models) {
    this.watcher = new ModelWatcher(models, loading);
  }

  /** Looks at the models every so often, until this is closed. */
  public void start(Duration interval) {
    long nanos = interval.toNanos();
    var unused = polling.scheduleWithFixedDelay(watcher::poll, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /** Ends the polling, and waits a while for what is being loaded. */
  @Override
  public void close() {
    polling.shutdownNow();
    LastLoads.await(loading);
  }
}
