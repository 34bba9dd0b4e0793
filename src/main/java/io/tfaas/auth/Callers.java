package io.tfaas.auth;

import static java.util.Objects.requireNonNull;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Finds out who calls. Who shows a credential has what it gives and what everyone has; who shows
 * none is a caller of this machine, or anyone.
 */
final class Callers {

  private final AuthRules rules;
  private final List<Credential> credentials;

  Callers(AuthRules rules, List<Credential> credentials) {
    this.rules = requireNonNull(rules, "rules is null");
    this.credentials = List.copyOf(credentials);
  }

  Caller of(ContainerRequestContext request, Optional<InetAddress> peer) {
    for (Credential credential : credentials) {
      Optional<Caller> found = credential.find(request);
      if (found.isPresent()) {
        Caller caller = found.get();
        return new Caller(caller.name(), caller.way(), caller.grants().and(rules.open()));
      }
    }
    return isLocal(request, peer)
        ? new Caller("loopback", Caller.Way.LOOPBACK, rules.local().and(rules.open()))
        : new Caller("anonymous", Caller.Way.NONE, rules.open());
  }

  private static boolean isLocal(ContainerRequestContext request, Optional<InetAddress> peer) {
    return peer.filter(InetAddress::isLoopbackAddress).isPresent()
        && Origins.isForLoopback(request)
        && !Origins.isForwarded(request);
  }
}
