package io.tfaas.inference;

import io.tfaas.model.ModelParams;

/**
 * What bounds the calls of one model.
 *
 * @param concurrentCalls calls under way at once
 * @param maxRows most rows of several requests in one call; a request with more has its own
 * @param maxWaitingRows most rows that wait for a call
 */
public record BatchLimits(int concurrentCalls, int maxRows, int maxWaitingRows) {

  public BatchLimits {
    requirePositive("concurrentCalls", concurrentCalls);
    requirePositive("maxRows", maxRows);
    requirePositive("maxWaitingRows", maxWaitingRows);
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
        params.maxWaitingRows() > 0 ? params.maxWaitingRows() : maxWaitingRows);
  }
}
