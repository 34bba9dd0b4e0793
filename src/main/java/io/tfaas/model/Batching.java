package io.tfaas.model;

import static java.util.Objects.requireNonNull;

/**
 * Whether the rows of several requests share one call of a signature.
 *
 * @param rowWise whether a batch of rows was shown to give what the rows give one by one
 * @param allowed whether requests are run together: where rowWise, unless switched off
 * @param reason how that was shown, or why it is not done
 */
public record Batching(boolean rowWise, boolean allowed, String reason) {

  public Batching {
    requireNonNull(reason, "reason is null");
  }

  static Batching proven(String how) {
    return new Batching(true, true, how);
  }

  static Batching refused(String why) {
    return new Batching(false, false, why);
  }

  Batching switchedOff(String by) {
    return rowWise ? new Batching(true, false, "switched off by " + by) : this;
  }
}
