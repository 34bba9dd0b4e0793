package io.tfaas.testing;

import io.tfaas.model.ModelName;
import io.tfaas.model.ModelStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/** Stores whose readers can be held up, or made to fail. */
public final class WatchedStore {

  private WatchedStore() {}

  /**
   * The same store, but for what comes first when a model is read to be loaded.
   *
   * @param beforeRead may wait or throw
   */
  public static ModelStore of(ModelStore store, Consumer<ModelName> beforeRead) {
    return of(store, "read", beforeRead);
  }

  /**
   * The same store, but for what comes before one of its methods.
   *
   * @param before may wait or throw
   */
  public static ModelStore of(ModelStore store, String watched, Consumer<ModelName> before) {
    return (ModelStore)
        Proxy.newProxyInstance(
            WatchedStore.class.getClassLoader(),
            new Class<?>[] {ModelStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals(watched)) {
                before.accept((ModelName) arguments[0]);
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
