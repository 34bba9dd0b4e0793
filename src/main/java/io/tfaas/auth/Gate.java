package io.tfaas.auth;

import io.tfaas.error.ForbiddenException;
import io.tfaas.error.ServingException;
import io.tfaas.error.UnauthenticatedException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MultivaluedMap;
import org.jspecify.annotations.Nullable;

/** Lets requests through whose caller has the role that is needed. */
final class Gate {

  private static final String CALLER = Caller.class.getName();

  private Gate() {}

  /** Remembers who makes the request. */
  static void enter(ContainerRequestContext request, Caller caller) {
    request.setProperty(CALLER, caller);
  }

  /** Who makes the request; null where nobody asked, since everyone may make it. */
  static @Nullable Caller caller(ContainerRequestContext request) {
    return request.getProperty(CALLER) instanceof Caller caller ? caller : null;
  }

  /**
   * Refuses a caller without the role: on the model that the path names, or on any model where it
   * names none.
   */
  static void check(ContainerRequestContext request, Caller caller, Role needed) {
    if (needed.holds(Role.MANAGE) && caller.way().isShownByItself() && Origins.isForeign(request)) {
      throw new ForbiddenException(
          "Changes asked for by a page of another site are refused; send a token with them");
    }
    if (caller.grants().allowsAll(needed)) {
      return;
    }
    String model = modelOfPath(request);
    if (model == null ? !caller.grants().allowsSome(needed) : !allows(caller, needed, model)) {
      throw refusal(caller, needed, model);
    }
  }

  private static boolean allows(Caller caller, Role needed, String model) {
    return caller.grants().allows(needed, model);
  }

  static @Nullable String modelOfPath(ContainerRequestContext request) {
    MultivaluedMap<String, String> parameters = request.getUriInfo().getPathParameters();
    String model = parameters.getFirst("model");
    return model != null ? model : parameters.getFirst("name");
  }

  /** What a caller without the role is told. */
  static ServingException refusal(Caller caller, Role needed, @Nullable String model) {
    String role = "the role '%s'%s".formatted(needed.text(), model == null ? "" : " on this model");
    if (caller.isKnown()) {
      return new ForbiddenException("This needs " + role + ", which you do not have");
    }
    return new UnauthenticatedException(
        UnauthenticatedException.Credential.MISSING,
        "This needs " + role + "; send a token: Authorization: Bearer TOKEN");
  }
}
