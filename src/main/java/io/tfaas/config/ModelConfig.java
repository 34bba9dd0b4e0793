package io.tfaas.config;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is kept on disk, and how it is followed.
 *
 * @param modelDir the folder with the models, which may not exist yet
 * @param configFile names models that lie elsewhere
 * @param keptVersions uploaded versions kept of a model, the served one included
 * @param maxLoadedModels most models in memory; 0 for any number
 * @param maxLoadedSize most bytes that the files of the models in memory have
 * @param pollInterval time between two looks at the files; zero for none
 * @param loadTimeout time that loading a model may take
 * @param allowedOperations of TensorFlow, beside those that only compute; {@code *} for all
 */
public record ModelConfig(
    Path modelDir,
    Optional<Path> configFile,
    int keptVersions,
    Duration pollInterval,
    ModelControl control,
    int maxLoadedModels,
    Optional<ByteSize> maxLoadedSize,
    Duration loadTimeout,
    List<String> allowedOperations) {

  public ModelConfig {
    ConfigKeys.MODEL_DIR.requireValid(requireNonNull(modelDir, "modelDir is null"));
    configFile.ifPresent(ConfigKeys.MODEL_CONFIG_FILE::requireValid);
    ConfigKeys.KEPT_VERSIONS.requireValid(keptVersions);
    ConfigKeys.POLL_INTERVAL.requireValid(requireNonNull(pollInterval, "pollInterval is null"));
    requireNonNull(control, "control is null");
    ConfigKeys.MAX_LOADED_MODELS.requireValid(maxLoadedModels);
    maxLoadedSize.ifPresent(ConfigKeys.MAX_LOADED_SIZE::requireValid);
    ConfigKeys.LOAD_TIMEOUT.requireValid(requireNonNull(loadTimeout, "loadTimeout is null"));
    allowedOperations = List.copyOf(allowedOperations);
  }

  static ModelConfig from(Settings settings) {
    return new ModelConfig(
        settings.get(ConfigKeys.MODEL_DIR),
        settings.find(ConfigKeys.MODEL_CONFIG_FILE),
        settings.get(ConfigKeys.KEPT_VERSIONS),
        settings.get(ConfigKeys.POLL_INTERVAL),
        settings.get(ConfigKeys.MODEL_CONTROL),
        settings.get(ConfigKeys.MAX_LOADED_MODELS),
        settings.find(ConfigKeys.MAX_LOADED_SIZE),
        settings.get(ConfigKeys.LOAD_TIMEOUT),
        settings.find(ConfigKeys.ALLOWED_OPERATIONS).orElse(List.of()));
  }
}
