package io.tfaas.api.openapi;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ExtendedResourceContext;
import org.glassfish.jersey.server.model.Resource;
import org.glassfish.jersey.server.model.ResourceMethod;

/** The routes of an application as Jersey knows them, in OpenAPI's spelling. */
final class Routes {

  /* Parts of JAX-RS paths that stand for several paths of OpenAPI. */
  private static final Map<String, List<String>> ALTERNATIVES =
      Map.of(
          "{predict: (predict/)?}",
          List.of("", "predict/"),
          "{version: (/versions/[0-9]+|/labels/[^/:]+)?}",
          List.of("", "/versions/{version}", "/labels/{label}"));

  private final Set<String> operations = new TreeSet<>();

  private Routes() {}

  /** Each route's method and path, such as {@code GET /models}. */
  static Set<String> of(ApplicationHandler handler) {
    Routes routes = new Routes();
    handler
        .getInjectionManager()
        .getInstance(ExtendedResourceContext.class)
        .getResourceModel()
        .getRootResources()
        .forEach(resource -> routes.add("", resource));
    return routes.operations;
  }

  private void add(String parent, Resource resource) {
    String path = join(parent, resource.getPath());
    for (ResourceMethod method : resource.getResourceMethods()) {
      if (!method.isExtended()) {
        spellings(path).forEach(spelt -> operations.add(method.getHttpMethod() + " " + spelt));
      }
    }
    resource.getChildResources().forEach(child -> add(path, child));
  }

  private static String join(String parent, String path) {
    String joined = parent + (path.startsWith("/") ? path : "/" + path);
    return joined.length() > 1 && joined.endsWith("/")
        ? joined.substring(0, joined.length() - 1)
        : joined.replaceFirst("^//", "/");
  }

  private static List<String> spellings(String path) {
    List<String> spelt = List.of(path);
    for (Map.Entry<String, List<String>> alternative : ALTERNATIVES.entrySet()) {
      spelt =
          spelt.stream()
              .flatMap(
                  each ->
                      alternative.getValue().stream()
                          .map(one -> each.replace(alternative.getKey(), one))
                          .distinct())
              .toList();
    }
    return spelt.stream().map(each -> each.replaceAll("\\{(\\w+): [^{}]*}", "{$1}")).toList();
  }
}
