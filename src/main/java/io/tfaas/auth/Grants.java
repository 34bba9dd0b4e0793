package io.tfaas.auth;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All that a caller may do. */
public record Grants(List<Grant> grants) {

  static final Grants NONE = new Grants(List.of());

  private static final String NOTHING = "none";

  public Grants {
    grants = List.copyOf(grants);
  }

  /**
   * Reads roles with commas in between, or {@code none}.
   *
   * @throws IllegalArgumentException when one of them is no role
   */
  public static Grants parse(String text) {
    if (text.strip().equals(NOTHING)) {
      return NONE;
    }
    return new Grants(Stream.of(text.split(",", -1)).map(String::strip).map(Grant::parse).toList());
  }

  Grants and(Grants others) {
    return new Grants(Stream.concat(grants.stream(), others.grants.stream()).distinct().toList());
  }

  /** Whether the role is held on every model. */
  boolean allowsAll(Role role) {
    for (Grant grant : grants) {
      if (grant.isUnlimited() && grant.role().holds(role)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the role is held on any model. */
  boolean allowsSome(Role role) {
    return grants.stream().anyMatch(grant -> grant.role().holds(role));
  }

  boolean allows(Role role, String model) {
    return grants.stream().anyMatch(grant -> grant.role().holds(role) && grant.matches(model));
  }

  @Override
  public String toString() {
    return grants.isEmpty()
        ? NOTHING
        : grants.stream().map(Grant::toString).collect(Collectors.joining(","));
  }
}
