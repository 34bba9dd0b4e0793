package io.tfaas.auth;

import static java.util.Objects.requireNonNull;

/**
 * Who makes a request.
 *
 * @param name as the credential tells it
 */
record Caller(String name, Way way, Grants grants) {

  /** How a caller is known. */
  enum Way {
    NONE,
    LOOPBACK,
    TOKEN,
    JWT,
    CERTIFICATE,
    CONTAINER;

    /** Whether a browser shows it by itself, for whatever page it is on. */
    boolean isShownByItself() {
      return this == LOOPBACK || this == CERTIFICATE || this == CONTAINER;
    }
  }

  Caller {
    requireNonNull(name, "name is null");
    requireNonNull(way, "way is null");
    requireNonNull(grants, "grants is null");
  }

  boolean isKnown() {
    return way != Way.NONE && way != Way.LOOPBACK;
  }
}
