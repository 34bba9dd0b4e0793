package io.tfaas.auth;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.util.Optional;
import java.util.stream.Stream;

/** Whoever has logged in to the container, with its roles predict, manage and admin. */
final class ContainerLogin implements Credential {

  @Override
  public Optional<Caller> find(ContainerRequestContext request) {
    SecurityContext login = request.getSecurityContext();
    Principal user = login == null ? null : login.getUserPrincipal();
    if (user == null) {
      return Optional.empty();
    }
    Grants grants =
        new Grants(
            Stream.of(Role.values())
                .filter(role -> login.isUserInRole(role.text()))
                .map(role -> new Grant(role, Grant.ALL))
                .toList());
    return Optional.of(new Caller(String.valueOf(user.getName()), Caller.Way.CONTAINER, grants));
  }
}
