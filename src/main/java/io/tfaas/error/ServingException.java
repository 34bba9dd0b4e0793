package io.tfaas.error;

/**
 * A failure whose message is meant for the caller: it says in the caller's terms what was wrong and
 * what to do, and never holds a path of the server, a class name or the text of a parser.
 */
public abstract sealed class ServingException extends RuntimeException
    permits InvalidInputException,
        UnauthenticatedException,
        ForbiddenException,
        NotFoundException,
        ConflictException,
        TooLargeException,
        UnsupportedTypeException,
        InvalidModelException,
        OverloadedException,
        UnavailableException,
        DeadlineException,
        StorageFullException,
        InternalException {

  private static final long serialVersionUID = 1L;

  ServingException(String message) {
    super(message);
  }

  ServingException(String message, Throwable cause) {
    super(message, cause);
  }
}
