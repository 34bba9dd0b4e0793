package io.tfaas.config;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * How requests are run together.
 *
 * @param enabled whether they are, where the model was shown to allow it
 * @param maxRows most rows of several requests in one call
 * @param maxWaitingRows most rows of one model that wait for a call
 * @param maxWaitingSize bytes of the tensors that wait, of all models together
 * @param maxWait calls are refused while the next would wait longer; zero for no limit
 * @param requestTimeout from a request to its answer; zero for no limit
 */
public record BatchingConfig(
    boolean enabled,
    int maxRows,
    int maxWaitingRows,
    Optional<ByteSize> maxWaitingSize,
    Duration maxWait,
    Duration requestTimeout) {

  public BatchingConfig {
    ConfigKeys.MAX_BATCH_ROWS.requireValid(maxRows);
    ConfigKeys.MAX_WAITING_ROWS.requireValid(maxWaitingRows);
    maxWaitingSize.ifPresent(ConfigKeys.MAX_WAITING_SIZE::requireValid);
    ConfigKeys.MAX_WAIT.requireValid(requireNonNull(maxWait, "maxWait is null"));
    ConfigKeys.REQUEST_TIMEOUT.requireValid(
        requireNonNull(requestTimeout, "requestTimeout is null"));
  }

  static BatchingConfig from(Settings settings) {
    return new BatchingConfig(
        settings.get(ConfigKeys.BATCHING),
        settings.get(ConfigKeys.MAX_BATCH_ROWS),
        settings.get(ConfigKeys.MAX_WAITING_ROWS),
        settings.find(ConfigKeys.MAX_WAITING_SIZE),
        settings.get(ConfigKeys.MAX_WAIT),
        settings.get(ConfigKeys.REQUEST_TIMEOUT));
  }
}
