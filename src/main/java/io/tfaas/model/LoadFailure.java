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
import java.util.concurrent.TimeUnit;

/**
 * Why a version could not be loaded.
 *
 * @param kind whether to try again, and whether the reason is told
 * @param tries how often in a row the version failed for a reason that passes
 * @param nextTry when to try again, in the time of {@link System#nanoTime}
 */
record LoadFailure(String reason, Kind kind, int tries, long nextTry) {

  /* What lasts that long may last: a large graph that finds no memory takes much of it each time. */
  private static final int TRIES_AT_ONCE = 5;
  private static final long LONGEST_PAUSE_SECONDS = 300;

  private LoadFailure(String reason, Kind kind) {
    this(reason, kind, 1, System.nanoTime());
  }

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

  /** This failure, after another one of the same version: pauses between tries double. */
  LoadFailure after(LoadFailure earlier) {
    int all = earlier.isPassing() ? earlier.tries + 1 : 1;
    long pause =
        all <= TRIES_AT_ONCE
            ? 0
            : Math.min(LONGEST_PAUSE_SECONDS, 1L << Math.min(all - TRIES_AT_ONCE, 30));
    return new LoadFailure(reason, kind, all, System.nanoTime() + TimeUnit.SECONDS.toNanos(pause));
  }

  /** This failure, which was told and is to be tried again now. */
  LoadFailure dueNow() {
    return new LoadFailure(reason, kind);
  }

  /** Whether it is to be tried again now. */
  boolean isDue() {
    return isPassing() && System.nanoTime() - nextTry >= 0;
  }

  /** Whether it says nothing that the other did not. */
  boolean isSameAs(LoadFailure other) {
    return kind == other.kind && reason.equals(other.reason);
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
