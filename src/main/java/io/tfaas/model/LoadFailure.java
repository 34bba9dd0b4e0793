package io.tfaas.model;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_ABORTED;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_PERMISSION_DENIED;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_RESOURCE_EXHAUSTED;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_UNAVAILABLE;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_UNKNOWN;

import io.tfaas.error.InvalidModelException;
import io.tfaas.error.ServingException;
import io.tfaas.error.UnavailableException;
import io.tfaas.session.SessionException;
import java.io.UncheckedIOException;
import java.util.Set;

/**
 * Why a version could not be loaded.
 *
 * @param kind whether to try again, and whether the reason is told
 */
record LoadFailure(String reason, Kind kind) {

  enum Kind {
    /** Of the files: the same ones fail again. */
    INVALID,
    /** Of the server's circumstances: the same files may well be loaded another time. */
    PASSING,
    /** A fault of the server's code, which is the log's to tell. */
    DEFECT
  }

  static final String NO_MEMORY =
      "The server has not enough memory for the model now: give the JVM more by -Xmx, or serve"
          + " fewer models";
  static final String UNREADABLE = "The model's files cannot be read";

  /* How TensorFlow tells of too many open files, too little memory, and what a disk refuses. */
  private static final Set<Integer> PASSING_CODES =
      Set.of(TF_RESOURCE_EXHAUSTED, TF_UNAVAILABLE, TF_ABORTED, TF_PERMISSION_DENIED, TF_UNKNOWN);

  /** What a load has thrown. */
  static LoadFailure of(Throwable thrown) {
    if (thrown instanceof ServingException e) {
      Kind kind = e instanceof UnavailableException ? Kind.PASSING : Kind.INVALID;
      return new LoadFailure(String.valueOf(e.getMessage()), kind);
    }
    if (thrown instanceof OutOfMemoryError) {
      return new LoadFailure(NO_MEMORY, Kind.PASSING);
    }
    return thrown instanceof UncheckedIOException
        ? new LoadFailure(UNREADABLE, Kind.PASSING)
        : new LoadFailure("It failed to load; the server's log holds the reason", Kind.DEFECT);
  }

  /** What becomes of a failure that TensorFlow reports of a load. */
  static ServingException ofTensorFlow(String message, SessionException failure) {
    return PASSING_CODES.contains(failure.code())
        ? new UnavailableException(message, failure)
        : new InvalidModelException(message, failure);
  }

  boolean isPassing() {
    return kind == Kind.PASSING;
  }

  boolean isDefect() {
    return kind == Kind.DEFECT;
  }

  /** The failure to tell who asked for what could not be loaded. */
  ServingException exception(String what) {
    return isPassing()
        ? new UnavailableException(what + " cannot be served now: " + reason)
        : new InvalidModelException(what + " cannot be served: " + reason);
  }
}
