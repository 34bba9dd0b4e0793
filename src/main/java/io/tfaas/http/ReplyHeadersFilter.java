package io.tfaas.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MultivaluedMap;

/**
 * What every reply says: its request's id, and to browsers that it is what its content type says,
 * and nothing else. One filter for both, since Jersey sorts the filters anew for each reply.
 */
final class ReplyHeadersFilter implements ContainerResponseFilter {

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    MultivaluedMap<String, Object> headers = response.getHeaders();
    headers.putSingle(RequestId.HEADER, RequestId.of(request));
    headers.putSingle("X-Content-Type-Options", "nosniff");
  }
}
