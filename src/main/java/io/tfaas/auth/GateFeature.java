package io.tfaas.auth;

import jakarta.inject.Inject;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import java.lang.reflect.Method;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Puts a filter before each route by the role it declares. A route that declares none is refused to
 * all but admins; those that everyone may call get no filter, and cost nothing.
 */
final class GateFeature implements DynamicFeature {

  private static final String JERSEY = "org.glassfish.jersey.";

  private final Grants open;
  private final Map<Role, GateFilter> gates = new EnumMap<>(Role.class);
  private final AuditFilter audit;

  @Inject
  GateFeature(AuthRules rules, Callers callers, FailedTries tries, Peers peers) {
    this.open = rules.open();
    this.audit = new AuditFilter(peers);
    for (Role role : Role.values()) {
      gates.put(role, new GateFilter(role, callers, tries, peers));
    }
  }

  @Override
  public void configure(ResourceInfo resource, FeatureContext context) {
    Optional<Role> declared = Declared.role(resource.getResourceClass(), method(resource));
    if (declared.isEmpty() || isJerseys(resource)) {
      return;
    }
    Role needed = declared.get();
    if (!open.allowsAll(needed) || needed.holds(Role.MANAGE)) {
      context.register(gates.get(needed));
    }
    if (needed.holds(Role.MANAGE)) {
      context.register(audit);
    }
  }

  private static Method method(ResourceInfo resource) {
    return resource.getResourceMethod();
  }

  /* The answers to OPTIONS, which tell the methods of a path. */
  private static boolean isJerseys(ResourceInfo resource) {
    return resource.getResourceClass().getName().startsWith(JERSEY);
  }
}
