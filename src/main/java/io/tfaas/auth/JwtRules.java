package io.tfaas.auth;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;

/**
 * Which JSON Web Tokens are accepted, and where they say what their bearers may do.
 *
 * @param keys a file, or the address of a JSON Web Key Set
 * @param rolesClaim dots lead into objects
 */
public record JwtRules(
    String issuer,
    String audience,
    String keys,
    List<String> algorithms,
    String rolesClaim,
    Duration clockSkew) {

  public JwtRules {
    requireNonNull(issuer, "issuer is null");
    requireNonNull(audience, "audience is null");
    requireNonNull(keys, "keys is null");
    algorithms = List.copyOf(algorithms);
    requireNonNull(rolesClaim, "rolesClaim is null");
    requireNonNull(clockSkew, "clockSkew is null");
  }
}
