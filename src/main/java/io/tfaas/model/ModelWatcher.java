package io.tfaas.model;

import io.tfaas.error.ServingException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Follows the stored models while the server runs. Each {@link #poll} compares what is there with
 * what was there at the last one: files that are still being copied differ, and wait for the next.
 */
public final class ModelWatcher {

  private static final Logger LOG = System.getLogger(ModelWatcher.class.getName());

  private final ModelManager models;
  private final Executor loading;
  private final Map<ModelName, FoundModel> seen = new ConcurrentHashMap<>();
  private final Set<ModelName> busy = ConcurrentHashMap.newKeySet();
  private final Map<ModelName, String> failing = new ConcurrentHashMap<>();
  private volatile String failure = "";

  /**
   * @param loading runs what may take long: a model that loads slowly holds up no other
   */
  public ModelWatcher(ModelManager models, Executor loading) {
    this.models = models;
    this.loading = loading;
  }

  /** Looks at every model once; never throws. */
  public void poll() {
    try {
      List<ModelName> names = models.followed();
      seen.keySet().retainAll(names);
      failing.keySet().retainAll(names);
      names.forEach(this::look);
      failure = "";
    } catch (ServingException e) {
      if (!failure.equals(e.getMessage())) {
        failure = String.valueOf(e.getMessage());
        LOG.log(Level.WARNING, "The models cannot be followed: {0}", failure);
      }
    } catch (RuntimeException | Error e) {
      /* What is thrown here would end the polling for good. */
      if (!failure.equals(e.toString())) {
        failure = e.toString();
        LOG.log(Level.ERROR, "The models cannot be followed", e);
      }
    }
  }

  private void look(ModelName name) {
    if (!busy.add(name)) {
      return;
    }
    boolean begun = false;
    try {
      loading.execute(() -> follow(name));
      begun = true;
    } catch (RejectedExecutionException e) {
      /* It is closed: nobody looks again. */
    } finally {
      if (!begun) {
        busy.remove(name);
      }
    }
  }

  private void follow(ModelName name) {
    try {
      FoundModel earlier = seen.getOrDefault(name, FoundModel.nothing(name));
      seen.put(name, models.follow(name, earlier));
      failing.remove(name);
    } catch (RuntimeException | Error e) {
      if (!e.toString().equals(failing.put(name, e.toString()))) {
        LOG.log(Level.ERROR, "Model '" + name + "' cannot be followed", e);
      }
    } finally {
      busy.remove(name);
    }
  }
}
