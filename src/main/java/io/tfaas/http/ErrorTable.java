package io.tfaas.http;

import static java.util.Map.entry;

import io.tfaas.error.ConflictException;
import io.tfaas.error.DeadlineException;
import io.tfaas.error.ForbiddenException;
import io.tfaas.error.InternalException;
import io.tfaas.error.InvalidInputException;
import io.tfaas.error.InvalidModelException;
import io.tfaas.error.NotFoundException;
import io.tfaas.error.OverloadedException;
import io.tfaas.error.ServingException;
import io.tfaas.error.StorageFullException;
import io.tfaas.error.TooLargeException;
import io.tfaas.error.UnauthenticatedException;
import io.tfaas.error.UnavailableException;
import io.tfaas.error.UnsupportedTypeException;
import java.util.Map;

/** The HTTP status of each failure. */
final class ErrorTable {

  private static final Map<Class<?>, Integer> STATUSES =
      Map.ofEntries(
          entry(InvalidInputException.class, 400),
          entry(UnauthenticatedException.class, 401),
          entry(ForbiddenException.class, 403),
          entry(NotFoundException.class, 404),
          entry(ConflictException.class, 409),
          entry(TooLargeException.class, 413),
          entry(UnsupportedTypeException.class, 415),
          entry(InvalidModelException.class, 422),
          entry(OverloadedException.class, 429),
          entry(UnavailableException.class, 503),
          entry(DeadlineException.class, 504),
          entry(StorageFullException.class, 507),
          entry(InternalException.class, 500));

  private ErrorTable() {}

  /** The status of the class, or of its nearest superclass that has one; otherwise 500. */
  static int status(Class<? extends ServingException> failure) {
    for (Class<?> type = failure; type != null; type = type.getSuperclass()) {
      Integer status = STATUSES.get(type);
      if (status != null) {
        return status;
      }
    }
    return 500;
  }
}
