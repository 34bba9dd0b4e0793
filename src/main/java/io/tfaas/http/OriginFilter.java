package io.tfaas.http;

import jakarta.annotation.Priority;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets web pages of the configured origins call (CORS), and keeps those of others from changing
 * anything, which a browser would let them do unseen.
 *
 * <p>What the replies say of it is {@link OriginHeadersFilter}'s. Pages never send the credentials
 * that a browser keeps: they have to be given a token.
 */
@PreMatching
@Priority(OriginFilter.PRIORITY)
final class OriginFilter implements ContainerRequestFilter {

  /** After the request has its id, before who calls is asked. */
  static final int PRIORITY = 10;

  private static final String ORIGIN = "Origin";
  private static final String METHODS = "GET, HEAD, POST, PUT, DELETE, OPTIONS";
  private static final String REQUEST_HEADERS =
      "Accept, Authorization, Content-Encoding, Content-Type, Inference-Header-Content-Length, "
          + RequestId.HEADER
          + ", "
          + RequestTerms.TIMEOUT;
  private static final String MAX_AGE_SECONDS = "600";
  private static final Set<String> SAFE =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
  private static final Set<String> FOREIGN_SITES = Set.of("cross-site", "same-site");

  private final Set<String> origins;

  OriginFilter(Set<String> origins) {
    this.origins = Set.copyOf(origins);
  }

  @Override
  public void filter(ContainerRequestContext request) {
    String origin = request.getHeaderString(ORIGIN);
    if (origin == null || isAllowed(origin)) {
      if (origin != null && isPreflight(request)) {
        request.abortWith(
            Response.noContent()
                .header("Access-Control-Allow-Methods", METHODS)
                .header("Access-Control-Allow-Headers", REQUEST_HEADERS)
                .header("Access-Control-Max-Age", MAX_AGE_SECONDS)
                .build());
      }
    } else if (isPreflight(request) || isForeign(request)) {
      request.abortWith(
          Response.status(Response.Status.FORBIDDEN)
              .type(MediaType.APPLICATION_JSON_TYPE)
              .entity(
                  ErrorBody.of(
                      "Web pages of other origins may not call this server; the operator can allow"
                          + " this one (tfaas.cors.origins)"))
              .build());
    }
  }

  private static boolean isPreflight(ContainerRequestContext request) {
    return request.getMethod().equals(HttpMethod.OPTIONS)
        && request.getHeaderString("Access-Control-Request-Method") != null;
  }

  /* The browser's own word, where it gives it: a Host that a proxy changed would say less. */
  private static boolean isForeign(ContainerRequestContext request) {
    @Nullable String site = request.getHeaderString("Sec-Fetch-Site");
    return site != null && FOREIGN_SITES.contains(site) && !SAFE.contains(request.getMethod());
  }

  private boolean isAllowed(String origin) {
    return origins.contains(OriginHeadersFilter.ANY) || origins.contains(origin);
  }
}
