package io.tfaas.http;

import io.tfaas.error.ServingException;
import io.tfaas.error.UnauthenticatedException;
import java.util.Map;

/** The reply to a request that failed. */
record Failure(int status, String message, Map<String, String> headers) {

  Failure {
    headers = Map.copyOf(headers);
  }

  Failure(int status, String message) {
    this(status, message, Map.of());
  }

  static Failure of(ServingException e) {
    int status = ErrorTable.status(e.getClass());
    boolean temporary = status == 429 || status == 503;
    Map<String, String> headers = temporary ? Map.of("Retry-After", "1") : Map.of();
    return new Failure(
        status,
        String.valueOf(e.getMessage()),
        e instanceof UnauthenticatedException missing ? challenge(missing) : headers);
  }

  /* RFC 6750: an error is named only where a token was shown. */
  private static Map<String, String> challenge(UnauthenticatedException e) {
    String bearer = "Bearer realm=\"TFaaS\"";
    return Map.of(
        "WWW-Authenticate", e.wasRefused() ? bearer + ", error=\"invalid_token\"" : bearer);
  }

  /** What a client is told of a defect: where its reason can be read, and nothing of it. */
  static Failure hidden(int status, String requestId) {
    return new Failure(
        status,
        "The server failed to answer; its log holds the reason under request id " + requestId);
  }
}
