package io.tfaas.auth;

import io.tfaas.error.UnauthenticatedException;
import io.tfaas.http.ErrorBody;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.InetAddress;
import java.util.Optional;

/** Holds the routes of one role, before anything of their bodies is read. */
@Priority(Priorities.AUTHENTICATION)
final class GateFilter implements ContainerRequestFilter {

  private static final int TOO_MANY_REQUESTS = 429;

  private final Role needed;
  private final Callers callers;
  private final FailedTries tries;
  private final Peers peers;

  GateFilter(Role needed, Callers callers, FailedTries tries, Peers peers) {
    this.needed = needed;
    this.callers = callers;
    this.tries = tries;
    this.peers = peers;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    Optional<InetAddress> peer = peers.address();
    boolean shows = request.getHeaderString(HttpHeaders.AUTHORIZATION) != null;
    long wait = shows ? tries.secondsToWait(peer) : 0;
    if (wait > 0) {
      request.abortWith(tooManyTries(wait));
      return;
    }
    Caller caller = identify(request, peer);
    Gate.enter(request, caller);
    Gate.check(request, caller, needed);
  }

  private Caller identify(ContainerRequestContext request, Optional<InetAddress> peer) {
    try {
      return callers.of(request, peer);
    } catch (UnauthenticatedException e) {
      tries.failed(peer);
      throw e;
    }
  }

  private static Response tooManyTries(long seconds) {
    return Response.status(TOO_MANY_REQUESTS)
        .header(HttpHeaders.RETRY_AFTER, seconds)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity(
            ErrorBody.of("Too many wrong tokens from this address; try again in " + seconds + " s"))
        .build();
  }
}
