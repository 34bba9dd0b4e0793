package io.tfaas.model;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** The end of threads that load models: what they have begun takes its time. */
final class LastLoads {

  private static final int PATIENCE_SECONDS = 30;

  private LastLoads() {}

  /** Ends the threads when they have loaded, but waits no longer than a while. */
  static void await(ExecutorService loaders) {
    loaders.shutdown();
    try {
      if (!loaders.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        loaders.shutdownNow();
      }
    } catch (InterruptedException e) {
      loaders.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
