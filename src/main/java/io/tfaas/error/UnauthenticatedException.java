package io.tfaas.error;

import static java.util.Objects.requireNonNull;

/** The call needs a caller that is known. */
public final class UnauthenticatedException extends ServingException {

  private static final long serialVersionUID = 1L;

  /** What the caller showed. */
  public enum Credential {
    MISSING,
    REFUSED
  }

  private final Credential credential;

  public UnauthenticatedException(Credential credential, String message) {
    super(message);
    this.credential = requireNonNull(credential, "credential is null");
  }

  public boolean wasRefused() {
    return credential == Credential.REFUSED;
  }
}
