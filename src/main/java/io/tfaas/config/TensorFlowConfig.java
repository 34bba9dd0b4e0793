package io.tfaas.config;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How TensorFlow uses the processors.
 *
 * @param intraOpThreads threads one operation may use; 0 for TensorFlow's choice
 * @param interOpThreads threads that run a call's operations; -1 for the calling thread, 0 for
 *     TensorFlow's choice
 * @param configProto a serialised {@code tensorflow.ConfigProto}, used instead of the two counts
 * @param concurrentCalls calls of one model at once; 0 for one per processor
 */
public record TensorFlowConfig(
    int intraOpThreads, int interOpThreads, Optional<Path> configProto, int concurrentCalls) {

  public TensorFlowConfig {
    ConfigKeys.INTRA_OP_THREADS.requireValid(intraOpThreads);
    ConfigKeys.INTER_OP_THREADS.requireValid(interOpThreads);
    requireNonNull(configProto, "configProto is null")
        .ifPresent(ConfigKeys.CONFIG_PROTO::requireValid);
    ConfigKeys.CONCURRENT_CALLS.requireValid(concurrentCalls);
  }

  /** What was given beside a ConfigProto, which takes its place. */
  static List<String> notices(Settings settings) {
    if (settings.find(ConfigKeys.CONFIG_PROTO).isEmpty()) {
      return List.of();
    }
    return Stream.of(ConfigKeys.INTRA_OP_THREADS, ConfigKeys.INTER_OP_THREADS)
        .flatMap(
            key ->
                settings.place(key).stream()
                    .map(
                        place ->
                            "Setting "
                                + key.name()
                                + " ("
                                + place
                                + ") has no effect beside "
                                + ConfigKeys.CONFIG_PROTO.name()))
        .toList();
  }

  static TensorFlowConfig from(Settings settings) {
    return new TensorFlowConfig(
        settings.get(ConfigKeys.INTRA_OP_THREADS),
        settings.get(ConfigKeys.INTER_OP_THREADS),
        settings.find(ConfigKeys.CONFIG_PROTO),
        settings.get(ConfigKeys.CONCURRENT_CALLS));
  }
}
