package io.tfaas.auth;

import io.tfaas.error.UnauthenticatedException;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Optional;

/** A way to show who one is. */
interface Credential {

  /**
   * Who shows it; empty where the request has nothing of this kind.
   *
   * @throws UnauthenticatedException when it is not good
   */
  Optional<Caller> find(ContainerRequestContext request);
}
