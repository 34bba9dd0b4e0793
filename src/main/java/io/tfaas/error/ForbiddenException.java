package io.tfaas.error;

/** The caller is known, and may not do this. */
public final class ForbiddenException extends ServingException {

  private static final long serialVersionUID = 1L;

  public ForbiddenException(String message) {
    super(message);
  }
}
