package io.tfaas.repository;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tfaas.model.ModelName;
import io.tfaas.model.VersionMarks;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was chosen by call and outlives a restart: the default model in {@code default}, pins and
 * labels in {@code versions/<model>}. Each file is written beside and renamed, so that it is the
 * old or the new one whatever happens.
 */
final class StateFiles {

  private static final Logger LOG = System.getLogger(StateFiles.class.getName());
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  private record Marks(
      @JsonProperty("pin") @Nullable Long pin,
      @JsonProperty("labels") @Nullable Map<String, Long> labels) {}

  private final Path defaultFile;
  private final Path versions;
  private final Path staging;

  /**
   * @param staging a folder on the same file system, for what is being written
   */
  StateFiles(Path folder, Path staging) throws IOException {
    this.defaultFile = folder.resolve("default");
    this.versions = Files.createDirectories(folder.resolve("versions"));
    this.staging = staging;
  }

  /** The default model, as it was last set; empty where the file cannot be read. */
  Optional<ModelName> defaultModel() {
    try {
      String name = Files.exists(defaultFile) ? Files.readString(defaultFile) : "";
      return Optional.of(name).filter(ModelName::isValid).map(ModelName::new);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  void defaultModel(ModelName name) throws IOException {
    write(defaultFile, name.value().getBytes(StandardCharsets.UTF_8));
  }

  void forgetDefault() throws IOException {
    Files.deleteIfExists(defaultFile);
  }

  /** The pin and labels of a model, as they were last set; none where the file cannot be read. */
  VersionMarks marks(ModelName name) {
    Path file = versions.resolve(name.value());
    if (!Files.exists(file)) {
      return VersionMarks.NONE;
    }
    try {
      Marks marks = JSON.readValue(Files.readAllBytes(file), Marks.class);
      return new VersionMarks(
          Optional.ofNullable(marks.pin()), marks.labels() == null ? Map.of() : marks.labels());
    } catch (IOException e) {
      LOG.log(Level.WARNING, "The pin and labels of model '" + name + "' cannot be read", e);
      return VersionMarks.NONE;
    }
  }

  void marks(ModelName name, VersionMarks marks) throws IOException {
    Path file = versions.resolve(name.value());
    if (marks.isEmpty()) {
      Files.deleteIfExists(file);
      Trees.syncFolder(versions);
    } else {
      write(file, JSON.writeValueAsBytes(new Marks(marks.pin().orElse(null), marks.labels())));
    }
  }

  private void write(Path file, byte[] content) throws IOException {
    Path written = staging.resolve(UUID.randomUUID().toString());
    Files.write(written, content);
    Trees.syncFile(written);
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Trees.syncFolder(file.resolveSibling("."));
  }
}
