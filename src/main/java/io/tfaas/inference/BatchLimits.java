package io.tfaas.inference;

import io.tfaas.model.ModelParams;
import java.time.Duration;

/**
 * What bounds the calls of one model.
 *
 * @param concurrentCalls calls under way at once
 * @param maxRows most rows of several requests in one call; a request with more has its own
 * @param maxWaitingRows most rows that wait for a call
 * @param maxWait calls are refused while the next would wait longer
 * @param timeout what each call gets from its coming to its answer
 */
public record BatchLimits(
    int concurrentCalls, int maxRows, int maxWaitingRows, Duration maxWait, Duration timeout) {

  /** As good as for ever, and yet a number of nanoseconds. */
  public static final Duration UNLIMITED = Duration.ofDays(365);

  public BatchLimits {
    requirePositive("concurrentCalls", concurrentCalls);
    requirePositive("maxRows", maxRows);
    requirePositive("maxWaitingRows", maxWaitingRows);
    maxWait = limited(maxWait);
    timeout = limited(timeout);
  }

  /** Limits that are no times. */
  public BatchLimits(int concurrentCalls, int maxRows, int maxWaitingRows) {
    this(concurrentCalls, maxRows, maxWaitingRows, UNLIMITED, UNLIMITED);
  }

  /* Zero is for none, as in the settings. */
  private static Duration limited(Duration given) {
    return given.isZero() || given.compareTo(UNLIMITED) > 0 ? UNLIMITED : given;
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("Invalid " + name + ": expected 1 or more, got " + value);
    }
  }

  /** These limits with those that a model sets for itself. */
  BatchLimits with(ModelParams params) {
    return new BatchLimits(
        concurrentCalls,
        params.maxBatchRows() > 0 ? params.maxBatchRows() : maxRows,
        params.maxWaitingRows() > 0 ? params.maxWaitingRows() : maxWaitingRows,
        maxWait,
        timeout);
  }
}
