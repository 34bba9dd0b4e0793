package io.tfaas.http;

import io.tfaas.error.ClientText;
import io.tfaas.error.InvalidInputException;
import io.tfaas.inference.CallTerms;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** What a request's headers, and its connection, ask of the call that it makes. */
public final class RequestTerms {

  /**
   * A request property with a {@link BooleanSupplier}, where the server can tell so much: whether
   * the client has closed its connection.
   */
  public static final String CLIENT_IS_GONE = "io.tfaas.client-is-gone";

  /** The header with the time that a request has, in milliseconds or with a unit. */
  public static final String TIMEOUT = "X-Request-Timeout";

  /** The same from Envoy, and so from Istio: what it gives the request itself. */
  private static final String ENVOY_TIMEOUT = "X-Envoy-Expected-Rq-Timeout-Ms";

  private static final int MAX_DIGITS = 12;

  private RequestTerms() {}

  /**
   * The terms of a request.
   *
   * @throws InvalidInputException when a header is no time
   */
  static CallTerms of(ContainerRequestContext request) {
    CallTerms terms = CallTerms.NONE;
    if (request.getProperty(CLIENT_IS_GONE) instanceof BooleanSupplier gone) {
      terms = new CallTerms(terms.timeout(), gone);
    }
    String timeout = request.getHeaderString(TIMEOUT);
    if (timeout != null) {
      terms = terms.within(duration(TIMEOUT, timeout.strip()));
    }
    String envoy = request.getHeaderString(ENVOY_TIMEOUT);
    if (envoy != null) {
      terms = terms.within(duration(ENVOY_TIMEOUT, envoy.strip()));
    }
    return terms;
  }

  private static Duration duration(String header, String text) {
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    if (digits > 0 && digits <= MAX_DIGITS) {
      long number = Long.parseLong(text.substring(0, digits));
      Duration duration =
          switch (text.substring(digits)) {
            case "", "ms" -> Duration.ofMillis(number);
            case "us" -> Duration.ofNanos(1000 * number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ZERO;
          };
      if (!duration.isZero()) {
        return duration;
      }
    }
    throw new InvalidInputException(
        ("Invalid value '%s' of the header %s: expected milliseconds, or a number with us, ms, s or"
                + " m, above 0")
            .formatted(ClientText.shown(text), header));
  }
}
