package io.tfaas.limit;

import io.tfaas.error.OverloadedException;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;

/**
 * Refuses the requests that a client makes beyond its rate, and tells it with each what is left.
 */
@PreMatching
@Priority(RateLimitFilter.PRIORITY)
final class RateLimitFilter implements ContainerRequestFilter, ContainerResponseFilter {

  /** Before anything is done for the request, also before a token is looked at. */
  static final int PRIORITY = Priorities.AUTHENTICATION + 500;

  /* What watches a server asks often, and must not be told that it asks too much. */
  private static final String HEALTH = "v2/health/";

  private static final String ALLOWANCE = Allowance.class.getName();

  private final ClientRates rates;
  private final ClientAddress clients;

  RateLimitFilter(ClientRates rates, ClientAddress clients) {
    this.rates = rates;
    this.clients = clients;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    if (request.getUriInfo().getPath().startsWith(HEALTH)) {
      return;
    }
    Allowance allowance = rates.take(clients.of(request));
    request.setProperty(ALLOWANCE, allowance);
    if (!allowance.granted()) {
      throw new OverloadedException(
          "Too many requests from this client; try again in "
              + allowance.retrySeconds()
              + " s, or spread them more evenly");
    }
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getProperty(ALLOWANCE) instanceof Allowance allowance) {
      MultivaluedMap<String, Object> headers = response.getHeaders();
      headers.putSingle("RateLimit-Limit", allowance.limit());
      headers.putSingle("RateLimit-Remaining", allowance.remaining());
      headers.putSingle("RateLimit-Reset", allowance.resetSeconds());
      if (!allowance.granted()) {
        headers.putSingle(HttpHeaders.RETRY_AFTER, allowance.retrySeconds());
      }
    }
  }
}
