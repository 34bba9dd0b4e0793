package io.tfaas.repository;

import com.google.protobuf.TextFormat;
import io.tfaas.model.ModelName;
import io.tfaas.model.VersionPolicy;
import io.tfaas.proto.serving.ModelConfig;
import io.tfaas.proto.serving.ModelServerConfig;
import io.tfaas.proto.serving.ServableVersionPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A TensorFlow Serving {@code model_config_file}: a {@code ModelServerConfig} in protobuf's text
 * form. Unlike there, base paths may be relative; they begin at the file's folder.
 *
 * @param models by name
 * @param notices one line each for what is not served or has no effect
 */
record ServingConfig(Map<ModelName, ModelPlace> models, List<String> notices) {

  private static final String PLATFORM = "tensorflow";

  ServingConfig {
    models = Collections.unmodifiableMap(new TreeMap<>(models));
    notices = List.copyOf(notices);
  }

  /**
   * Reads the file.
   *
   * @throws TextFormat.ParseException when it is no such message
   */
  static ServingConfig read(Path file) throws IOException {
    ModelServerConfig.Builder config = ModelServerConfig.newBuilder();
    List<String> unknown = TextProto.merge(Files.readString(file), config);
    List<String> notices = new ArrayList<>();
    unknown.forEach(field -> notices.add(field + " has no effect here"));
    Map<ModelName, ModelPlace> models = new TreeMap<>();
    for (ModelConfig model : config.getModelConfigList().getConfigList()) {
      add(model, file.toAbsolutePath().resolveSibling(""), models, notices);
    }
    return new ServingConfig(models, notices);
  }

  private static void add(
      ModelConfig model, Path folder, Map<ModelName, ModelPlace> models, List<String> notices) {
    String shown = Quoted.name(model.getName());
    if (!ModelName.isValid(model.getName())) {
      notices.add("the model " + shown + " is not served: no model can have this name");
      return;
    }
    ModelName name = new ModelName(model.getName());
    Optional<Path> basePath = basePath(folder, model.getBasePath());
    if (basePath.isEmpty()) {
      notices.add("the model " + shown + " is not served: its base_path is no local folder");
    } else if (models.containsKey(name)) {
      notices.add("the model " + shown + " is there twice; the first one counts");
    } else {
      models.put(
          name,
          new ModelPlace(
              name,
              basePath.get(),
              policy(model.getModelVersionPolicy()),
              model.getVersionLabelsMap(),
              platformNotices(model.getModelPlatform())));
    }
  }

  private static Optional<Path> basePath(Path folder, String text) {
    try {
      return text.isEmpty() || text.contains("://")
          ? Optional.empty()
          : Optional.of(folder.resolve(text).normalize());
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static Optional<VersionPolicy> policy(ServableVersionPolicy policy) {
    return switch (policy.getPolicyChoiceCase()) {
      case LATEST ->
          Optional.of(
              new VersionPolicy.Latest(ModelFolder.count(policy.getLatest().getNumVersions())));
      case ALL -> Optional.of(new VersionPolicy.All());
      case SPECIFIC ->
          Optional.of(
              new VersionPolicy.Specific(new TreeSet<>(policy.getSpecific().getVersionsList())));
      case POLICYCHOICE_NOT_SET -> Optional.empty();
    };
  }

  private static List<String> platformNotices(String platform) {
    return platform.isEmpty() || platform.equals(PLATFORM)
        ? List.of()
        : List.of(
            "The model_platform "
                + Quoted.name(platform)
                + " has no effect; models are TensorFlow's");
  }
}
