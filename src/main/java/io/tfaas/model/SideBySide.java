package io.tfaas.model;

import static java.util.Objects.requireNonNullElse;

import io.tfaas.error.UnavailableException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Does the same for many models, several at once, on threads that end with it. */
final class SideBySide {

  private SideBySide() {}

  /**
   * Calls the action with each model; what it throws for one, errors too, leaves the others.
   *
   * @param atOnce at least 1; with 1 they take turns in their order
   * @return what it threw, in the order of the models
   * @throws UnavailableException when the calling thread is interrupted
   */
  static Map<ModelName, Throwable> forEach(
      List<ModelName> models, int atOnce, Consumer<ModelName> action) {
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.max(1, Math.min(atOnce, models.size())), new NamedThreads("tfaas-start"));
    try {
      Map<ModelName, Future<?>> calls = new LinkedHashMap<>();
      models.forEach(model -> calls.put(model, threads.submit(() -> action.accept(model))));
      return failures(calls);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("The start was interrupted while models were loaded", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static Map<ModelName, Throwable> failures(Map<ModelName, Future<?>> calls)
      throws InterruptedException {
    Map<ModelName, Throwable> failures = new LinkedHashMap<>();
    for (Map.Entry<ModelName, Future<?>> call : calls.entrySet()) {
      try {
        call.getValue().get();
      } catch (ExecutionException e) {
        failures.put(call.getKey(), requireNonNullElse(e.getCause(), e));
      }
    }
    return failures;
  }
}
