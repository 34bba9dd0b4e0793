package io.tfaas.error;

/** No answer within the time that the request gave, or that the server gives every request. */
public final class DeadlineException extends ServingException {

  private static final long serialVersionUID = 1L;

  public DeadlineException(String message) {
    super(message);
  }

  /* Where it was made tells nothing, and a server in trouble makes many. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
