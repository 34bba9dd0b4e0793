package io.tfaas.http;

import io.tfaas.error.OverloadedException;
import io.tfaas.error.ServingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.glassfish.jersey.message.internal.HeaderValueException;
import org.jvnet.mimepull.DecodingException;
import org.jvnet.mimepull.MIMEParsingException;

/** Finds in what was thrown the reply that it deserves. */
final class Failures {

  static final String MALFORMED_FORM = "The multipart form is malformed or cut short";

  static final String OUT_OF_MEMORY =
      "The server has no memory left for this request; try again later, or send less at once";

  private static final int MAX_CHAIN = 64;

  private Failures() {}

  /**
   * The failure that the chain of causes tells of; a {@link ServingException} in it comes first.
   */
  static Failure of(Throwable thrown, ContainerRequestContext request) {
    List<Throwable> chain =
        Stream.iterate(thrown, e -> e != null, Throwable::getCause).limit(MAX_CHAIN).toList();
    return find(chain, ServingException.class)
        .map(Failure::of)
        .or(() -> find(chain, OutOfMemoryError.class).map(e -> Failure.of(outOfMemory(e))))
        .or(() -> ofBody(chain))
        .or(() -> find(chain, WebApplicationException.class).map(e -> WebFailures.of(e, request)))
        .or(() -> ofHeader(chain))
        .orElseGet(() -> Failure.hidden(500, RequestId.of(request)));
  }

  static <T> Optional<T> find(List<Throwable> chain, Class<T> type) {
    return chain.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  private static OverloadedException outOfMemory(OutOfMemoryError e) {
    return new OverloadedException(OUT_OF_MEMORY, e);
  }

  private static Optional<Failure> ofBody(List<Throwable> chain) {
    if (find(chain, BrokenBodyException.class).isPresent()) {
      return Optional.of(new Failure(400, "The request body ended before its end was read"));
    }
    if (find(chain, MIMEParsingException.class).isPresent()
        || find(chain, DecodingException.class).isPresent()) {
      return Optional.of(new Failure(400, MALFORMED_FORM));
    }
    return chain.stream()
        .flatMap(e -> JsonFailures.sentence(e).stream())
        .findFirst()
        .map(sentence -> new Failure(400, sentence));
  }

  private static Optional<Failure> ofHeader(List<Throwable> chain) {
    return find(chain, HeaderValueException.class)
        .filter(e -> e.getContext() == HeaderValueException.Context.INBOUND)
        .map(e -> new Failure(400, "A header of the request is malformed"));
  }
}
