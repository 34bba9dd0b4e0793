package io.tfaas.inference;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * What a request asks of its call, beside the outputs.
 *
 * @param timeout from the call's coming to its answer; the server's own limit holds as well
 * @param abandoned whether nobody waits for the answer any more, as far as that can be told
 */
public record CallTerms(Duration timeout, BooleanSupplier abandoned) {

  /** No terms: the server's limit holds. */
  public static final CallTerms NONE = new CallTerms(BatchLimits.UNLIMITED, () -> false);

  /** These terms, but for a shorter time if this one is shorter. */
  public CallTerms within(Duration limit) {
    return limit.compareTo(timeout) < 0 ? new CallTerms(limit, abandoned) : this;
  }
}
