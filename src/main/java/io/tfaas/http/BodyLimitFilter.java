package io.tfaas.http;

import io.tfaas.error.InvalidInputException;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;

/**
 * Refuses a body that says it is too large, and stops reading one that turns out to be, decoded
 * where it is coded.
 */
@Priority(Priorities.HEADER_DECORATOR)
final class BodyLimitFilter implements ContainerRequestFilter, ContainerResponseFilter {

  private static final int MAX_DIGITS = 18;
  private static final String SHARE = BodyBudget.class.getName();

  private final BodyLimit limit;
  private final BodyBudget budget;
  private final int weight;
  private final boolean decoding;

  private BodyLimitFilter(BodyLimit limit, BodyBudget budget, int weight, boolean decoding) {
    this.limit = limit;
    this.budget = budget;
    this.weight = weight;
    this.decoding = decoding;
  }

  /** A filter for bodies that are read as they come. */
  static BodyLimitFilter ofPlain(BodyLimit limit) {
    BodyBudget any = new BodyBudget(new BodyLimit(Long.MAX_VALUE, limit.setting()));
    return new BodyLimitFilter(limit, any, /* weight= */ 1, /* decoding= */ false);
  }

  /**
   * A filter for bodies that may be coded as their Content-Encoding says.
   *
   * @param weight how often each byte counts in the budget
   */
  static BodyLimitFilter ofCoded(BodyLimit limit, BodyBudget budget, int weight) {
    return new BodyLimitFilter(limit, budget, weight, /* decoding= */ true);
  }

  @Override
  public void filter(ContainerRequestContext request) {
    String length = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
    long bytes = length == null ? Long.MAX_VALUE : parse(length.strip());
    if (bytes == 0) {
      return;
    }
    if (length != null && bytes > limit.bytes()) {
      throw limit.exceeded();
    }
    Optional<ContentCoding> coding =
        decoding
            ? Optional.ofNullable(request.getHeaderString(HttpHeaders.CONTENT_ENCODING))
                .flatMap(ContentCoding::find)
            : Optional.empty();
    boolean small = bytes <= BodyBudget.FREE && coding.isEmpty();
    Optional<BodyBudget.Share> share = small ? Optional.empty() : Optional.of(share(request));
    if (length != null) {
      share.ifPresent(taken -> taken.cover(bytes));
    }
    request.setEntityStream(new LimitedStream(request.getEntityStream(), limit, share));
    coding.ifPresent(known -> decode(request, known, share));
  }

  private BodyBudget.Share share(ContainerRequestContext request) {
    BodyBudget.Share share = budget.new Share(weight);
    request.setProperty(SHARE, share);
    return share;
  }

  /** Gives back what the request held, now that there is its reply. */
  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getProperty(SHARE) instanceof BodyBudget.Share share) {
      share.close();
    }
  }

  /* The headers that told of the coded body do not tell of the decoded one. */
  private void decode(
      ContainerRequestContext request, ContentCoding coding, Optional<BodyBudget.Share> share) {
    request.getHeaders().remove(HttpHeaders.CONTENT_ENCODING);
    request.getHeaders().remove(HttpHeaders.CONTENT_LENGTH);
    request.setEntityStream(
        new LimitedStream(new DecodedStream(request.getEntityStream(), coding), limit, share));
  }

  private static long parse(String length) {
    boolean digits = !length.isEmpty();
    for (int i = 0; i < length.length(); i++) {
      char c = length.charAt(i);
      digits &= c >= '0' && c <= '9';
    }
    if (!digits) {
      throw new InvalidInputException("The header Content-Length is not a number");
    }
    return length.length() > MAX_DIGITS ? Long.MAX_VALUE : Long.parseLong(length);
  }
}
