package io.tfaas.auth;

import java.lang.reflect.Method;
import java.util.Optional;

/** What a route declares of who may call it, on its method or else on its class. */
final class Declared {

  private Declared() {}

  /** The role; empty for a route that is open, {@link Role#ADMIN} for one that declares nothing. */
  static Optional<Role> role(Class<?> resource, Method method) {
    if (method.isAnnotationPresent(Open.class)) {
      return Optional.empty();
    }
    if (method.isAnnotationPresent(Requires.class)) {
      return Optional.of(method.getAnnotation(Requires.class).value());
    }
    if (resource.isAnnotationPresent(Open.class)) {
      return Optional.empty();
    }
    Requires ofClass = resource.getAnnotation(Requires.class);
    return Optional.of(ofClass == null ? Role.ADMIN : ofClass.value());
  }

  static boolean isMissing(Class<?> resource, Method method) {
    return !method.isAnnotationPresent(Open.class)
        && !method.isAnnotationPresent(Requires.class)
        && !resource.isAnnotationPresent(Open.class)
        && !resource.isAnnotationPresent(Requires.class);
  }
}
