package io.tfaas.error;

/** The server has more work than it accepts; the same request may succeed later. */
public final class OverloadedException extends ServingException {

  private static final long serialVersionUID = 1L;

  public OverloadedException(String message) {
    super(message);
  }

  public OverloadedException(String message, Throwable cause) {
    super(message, cause);
  }

  /* Where it was made tells nothing, and a server that has too much to do makes many. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
