package io.tfaas.http;

import io.tfaas.error.InvalidInputException;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;

/**
 * Refuses a body that says it is too large, and stops reading one that turns out to be, decoded
 * where it is coded.
 */
@Priority(Priorities.HEADER_DECORATOR)
final class BodyLimitFilter implements ContainerRequestFilter {

  private static final int MAX_DIGITS = 18;

  private final BodyLimit limit;
  private final boolean decoding;

  private BodyLimitFilter(BodyLimit limit, boolean decoding) {
    this.limit = limit;
    this.decoding = decoding;
  }

  /** A filter for bodies that are read as they come. */
  static BodyLimitFilter ofPlain(BodyLimit limit) {
    return new BodyLimitFilter(limit, /* decoding= */ false);
  }

  /** A filter for bodies that may be coded as their Content-Encoding says. */
  static BodyLimitFilter ofCoded(BodyLimit limit) {
    return new BodyLimitFilter(limit, /* decoding= */ true);
  }

  @Override
  public void filter(ContainerRequestContext request) {
    String length = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
    if (length != null) {
      long bytes = parse(length.strip());
      if (bytes == 0) {
        return;
      }
      if (bytes > limit.bytes()) {
        throw limit.exceeded();
      }
    }
    request.setEntityStream(new LimitedStream(request.getEntityStream(), limit));
    if (decoding) {
      Optional.ofNullable(request.getHeaderString(HttpHeaders.CONTENT_ENCODING))
          .flatMap(ContentCoding::find)
          .ifPresent(coding -> decode(request, coding));
    }
  }

  /* The headers that told of the coded body do not tell of the decoded one. */
  private void decode(ContainerRequestContext request, ContentCoding coding) {
    request.getHeaders().remove(HttpHeaders.CONTENT_ENCODING);
    request.getHeaders().remove(HttpHeaders.CONTENT_LENGTH);
    request.setEntityStream(
        new LimitedStream(new DecodedStream(request.getEntityStream(), coding), limit));
  }

  private static long parse(String length) {
    if (length.isEmpty() || !length.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new InvalidInputException("The header Content-Length is not a number");
    }
    return length.length() > MAX_DIGITS ? Long.MAX_VALUE : Long.parseLong(length);
  }
}
