package io.tfaas.auth;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ExtendedResourceContext;
import org.glassfish.jersey.server.model.Resource;
import org.glassfish.jersey.server.model.ResourceMethod;

/**
 * A route of the application as Jersey knows it.
 *
 * @param method of HTTP; empty for what only leads on
 * @param path with a value for each parameter
 */
record Route(String method, String path, Class<?> resource, Method definition) {

  private static final Map<String, String> OPTIONAL_PARTS =
      Map.of(
          "{predict: (predict/)?}",
          "",
          "{version: (/versions/[0-9]+|/labels/[^/:]+)?}",
          "/versions/1");
  private static final Map<String, String> VALUES =
      Map.of(
          "name", "half_plus_two",
          "model", "half_plus_two",
          "version", "1",
          "label", "stable",
          "file", "saved_model.pb",
          "path", "x");

  /** All routes but the answers to OPTIONS, which are Jersey's own. */
  static List<Route> all(ApplicationHandler handler) {
    List<Route> routes = new ArrayList<>();
    handler
        .getInjectionManager()
        .getInstance(ExtendedResourceContext.class)
        .getResourceModel()
        .getRootResources()
        .forEach(resource -> add(routes, "", resource));
    return routes;
  }

  private static void add(List<Route> routes, String parent, Resource resource) {
    String path = parent + "/" + resource.getPath();
    for (ResourceMethod method : resource.getAllMethods()) {
      if (!method.isExtended()) {
        routes.add(
            new Route(
                Optional.ofNullable(method.getHttpMethod()).orElse(""),
                filled(path),
                method.getInvocable().getHandler().getHandlerClass(),
                method.getInvocable().getDefinitionMethod()));
      }
    }
    resource.getChildResources().forEach(child -> add(routes, path, child));
  }

  private static String filled(String template) {
    String path = template;
    for (Map.Entry<String, String> part : OPTIONAL_PARTS.entrySet()) {
      path = path.replace(part.getKey(), part.getValue());
    }
    for (Map.Entry<String, String> value : VALUES.entrySet()) {
      path = path.replaceAll("\\{" + value.getKey() + "(: [^{}]*)?}", value.getValue());
    }
    return path.replaceAll("/+", "/");
  }

  boolean namesModel() {
    return path.contains("half_plus_two");
  }

  Optional<Role> needed() {
    return Declared.role(resource, definition);
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
