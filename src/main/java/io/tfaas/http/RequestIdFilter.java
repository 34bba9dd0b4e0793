package io.tfaas.http;

import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;

/** Names every request before anything else sees it. */
@PreMatching
@Priority(0)
final class RequestIdFilter implements ContainerRequestFilter {

  @Override
  public void filter(ContainerRequestContext request) {
    RequestId.of(request);
  }
}
