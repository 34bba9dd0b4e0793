package io.tfaas.http;

import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletionException;

/** Answers whatever was thrown with {@code {"error": "…"}}; logs what is the server's fault. */
final class ErrorMapper implements ExceptionMapper<Throwable> {

  private static final Logger LOGGER = System.getLogger(ErrorMapper.class.getName());

  private final Provider<ContainerRequestContext> request;

  @Inject
  ErrorMapper(Provider<ContainerRequestContext> request) {
    this.request = request;
  }

  @Override
  public Response toResponse(Throwable given) {
    Throwable cause = given.getCause();
    Throwable thrown = given instanceof CompletionException && cause != null ? cause : given;
    if (thrown instanceof WebApplicationException e && e.getResponse().getStatus() < 400) {
      return e.getResponse();
    }
    Failure failure = Failures.of(thrown, request.get());
    if (failure.status() >= 500 && failure.status() != 504) {
      log(failure, thrown, RequestId.of(request.get()));
    }
    Response.ResponseBuilder reply =
        Response.status(failure.status())
            .type(MediaType.APPLICATION_JSON_TYPE)
            .entity(ErrorBody.of(failure.message()));
    failure.headers().forEach(reply::header);
    return reply.build();
  }

  /* Only a defect's stack is worth its lines; the other failures are told by their sentence. */
  private static void log(Failure failure, Throwable thrown, String requestId) {
    String line = "Request " + requestId + " failed with " + failure.status();
    if (failure.status() == 503 || failure.status() == 507) {
      LOGGER.log(Level.WARNING, line + ": " + failure.message());
    } else {
      LOGGER.log(Level.ERROR, line, thrown);
    }
  }
}
