package io.tfaas.auth;

import static java.util.Objects.requireNonNull;

/**
 * What callers may do who show no credential, and how often one may show a wrong one.
 *
 * @param open what everyone may do
 * @param local what callers on this machine may do
 * @param failedTries wrong tokens that an address may show in a minute; 0 for any number
 */
public record AuthRules(Grants open, Grants local, int failedTries) {

  public AuthRules {
    requireNonNull(open, "open is null");
    requireNonNull(local, "local is null");
  }
}
