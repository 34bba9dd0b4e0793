package io.tfaas.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Set;

/** Tells browsers which pages may read the reply; of no use where none is allowed. */
final class OriginHeadersFilter implements ContainerResponseFilter {

  /** Stands for all origins. */
  static final String ANY = "*";

  private static final String ORIGIN = "Origin";
  private static final String REPLY_HEADERS =
      "Inference-Header-Content-Length, Location, RateLimit-Limit, RateLimit-Remaining,"
          + " RateLimit-Reset, Retry-After, WWW-Authenticate, X-Model-Version, "
          + RequestId.HEADER;

  private final Set<String> origins;

  OriginHeadersFilter(Set<String> origins) {
    this.origins = Set.copyOf(origins);
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    MultivaluedMap<String, Object> headers = response.getHeaders();
    boolean any = origins.contains(ANY);
    if (!any) {
      headers.add(HttpHeaders.VARY, ORIGIN);
    }
    String origin = request.getHeaderString(ORIGIN);
    if (origin != null && (any || origins.contains(origin))) {
      headers.putSingle("Access-Control-Allow-Origin", any ? ANY : origin);
      headers.putSingle("Access-Control-Expose-Headers", REPLY_HEADERS);
    }
  }
}
