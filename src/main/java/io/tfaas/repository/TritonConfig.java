package io.tfaas.repository;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.TextFormat;
import io.tfaas.error.InvalidModelException;
import io.tfaas.model.ModelName;
import io.tfaas.model.ModelParams;
import io.tfaas.model.VersionPolicy;
import io.tfaas.proto.triton.ModelConfig;
import io.tfaas.proto.triton.ModelOutput;
import io.tfaas.proto.triton.ModelVersionPolicy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The {@code config.pbtxt} of a model in Triton's repository: a {@code ModelConfig} in protobuf's
 * text form.
 *
 * @param notices one line each for what it says and has no effect here
 */
record TritonConfig(ModelConfig config, List<String> notices) {

  static final String FILE = "config.pbtxt";

  private static final String DEFAULT_GRAPH = "model.savedmodel";
  private static final String PLATFORM = "tensorflow_savedmodel";
  private static final String BACKEND = "tensorflow";

  TritonConfig {
    notices = List.copyOf(notices);
  }

  /**
   * Reads the file of a model; one that is not there says nothing.
   *
   * @throws InvalidModelException when it is no such message
   */
  static TritonConfig read(ModelName name, Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!OnDisk.mayBeFile(file)) {
      return new TritonConfig(ModelConfig.getDefaultInstance(), List.of());
    }
    ModelConfig.Builder config = ModelConfig.newBuilder();
    try {
      List<String> unknown = TextProto.merge(text(file), config);
      return new TritonConfig(config.build(), notices(name, config, unknown));
    } catch (TextFormat.ParseException e) {
      throw new InvalidModelException(
          "config.pbtxt is not the text of a ModelConfig (line " + e.getLine() + ")", e);
    } catch (CharacterCodingException e) {
      throw new InvalidModelException("config.pbtxt is not text in UTF-8", e);
    }
  }

  private static String text(Path file) throws IOException {
    byte[] bytes = SmallFile.read(file, SmallFile.MAX_PARAMS_BYTES);
    return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  private static List<String> notices(
      ModelName name, ModelConfig.Builder config, List<String> unknown) {
    List<String> notices = new ArrayList<>();
    unknown.forEach(field -> notices.add("In config.pbtxt, " + field + " has no effect here"));
    if (!config.getName().isEmpty() && !config.getName().equals(name.value())) {
      notices.add(
          "config.pbtxt names the model "
              + Quoted.name(config.getName())
              + "; it is served under its folder's name");
    }
    if (!config.getPlatform().isEmpty() && !config.getPlatform().equals(PLATFORM)) {
      notices.add(ofPlatform("platform", config.getPlatform()));
    }
    if (!config.getBackend().isEmpty() && !config.getBackend().equals(BACKEND)) {
      notices.add(ofPlatform("backend", config.getBackend()));
    }
    if (config.getOutputList().stream().filter(TritonConfig::hasLabels).count() > 1) {
      notices.add("config.pbtxt has labels for several outputs; those of the first one count");
    }
    return notices;
  }

  private static String ofPlatform(String field, String value) {
    return "In config.pbtxt, the %s %s has no effect; only TensorFlow's SavedModels are served"
        .formatted(field, Quoted.name(value));
  }

  private static boolean hasLabels(ModelOutput output) {
    return !output.getLabelFilename().isEmpty();
  }

  Optional<VersionPolicy> policy() {
    ModelVersionPolicy policy = config.getVersionPolicy();
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

  /** The folder of the graph in a version's folder, a single path element. */
  String graphFolder() {
    String named = config.getDefaultModelFilename();
    return ModelName.isValid(named) ? named : DEFAULT_GRAPH;
  }

  /** The file in the model's folder that holds the labels, a single path element. */
  Optional<String> labelFile() {
    return config.getOutputList().stream()
        .map(ModelOutput::getLabelFilename)
        .filter(ModelName::isValid)
        .findFirst();
  }

  /** Most rows of one request, which is what {@code max_batch_size} is in Triton; 0 for any. */
  int maxRequestRows() {
    return Math.max(0, config.getMaxBatchSize());
  }

  /** Params with the limits that are set here and not there. */
  ModelParams limited(ModelParams params) {
    int rows = maxRequestRows();
    int waiting =
        Math.max(0, config.getDynamicBatching().getDefaultQueuePolicy().getMaxQueueSize());
    return params.withLimits(
        params.maxBatchRows() > 0 ? params.maxBatchRows() : rows,
        params.maxWaitingRows() > 0 ? params.maxWaitingRows() : waiting);
  }
}
