package io.tfaas.http;

import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Map;

/**
 * Tells browsers what pages may do, and that the files of models are not to be run. Other routes
 * get no filter: nothing runs JSON.
 */
final class SafeContentFeature implements DynamicFeature {

  private static final Map<String, String> COMMON =
      Map.of("X-Content-Type-Options", "nosniff", "Referrer-Policy", "no-referrer");

  private static final String PAGE_POLICY =
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
          + " object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  private static final String FILE_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'";

  @Override
  public void configure(ResourceInfo resource, FeatureContext context) {
    Produces produces = resource.getResourceMethod().getAnnotation(Produces.class);
    List<String> types = produces == null ? List.of() : List.of(produces.value());
    if (types.stream().anyMatch(type -> type.startsWith("text/html"))) {
      context.register(filter(PAGE_POLICY));
    } else if (types.contains("*/*")) {
      context.register(filter(FILE_POLICY));
    }
  }

  private static ContainerResponseFilter filter(String policy) {
    return (request, response) -> {
      MultivaluedMap<String, Object> headers = response.getHeaders();
      COMMON.forEach(headers::putSingle);
      headers.putSingle("Content-Security-Policy", policy);
    };
  }
}
