package io.tfaas.config;

/**
 * How requests are run together.
 *
 * @param enabled whether they are, where the model was shown to allow it
 * @param maxRows most rows of several requests in one call
 * @param maxWaitingRows most rows of one model that wait for a call
 */
public record BatchingConfig(boolean enabled, int maxRows, int maxWaitingRows) {

  public BatchingConfig {
    ConfigKeys.MAX_BATCH_ROWS.requireValid(maxRows);
    ConfigKeys.MAX_WAITING_ROWS.requireValid(maxWaitingRows);
  }

  static BatchingConfig from(Settings settings) {
    return new BatchingConfig(
        settings.get(ConfigKeys.BATCHING),
        settings.get(ConfigKeys.MAX_BATCH_ROWS),
        settings.get(ConfigKeys.MAX_WAITING_ROWS));
  }
}
