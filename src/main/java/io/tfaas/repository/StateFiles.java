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
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What was chosen by call and outlives a restart: the default model in {@code default}, pins,
 * labels and that a model is unloaded in {@code versions/<model>}. Each file is written beside and
 * renamed, so that it is the old or the new one whatever happens.
 *
 * <p>An upload makes its model the default by the same rename that publishes it: before it, a
 * second line of {@code default} names the version that is coming, and counts once that version is
 * there.
 */
final class StateFiles {

  private static final Logger LOG = System.getLogger(StateFiles.class.getName());
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  private record Marks(
      @JsonProperty("pin") @Nullable Long pin,
      @JsonProperty("labels") @Nullable Map<String, Long> labels,
      @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("unloaded")
          @Nullable Set<Long> unloaded) {}

  private final Path defaultFile;
  private final Path versions;
  private final Path staging;

  /**
   * @param staging a folder on the same file system, for what is being written
   */
  StateFiles(Path folder, Path staging) {
    this.defaultFile = folder.resolve("default");
    this.versions = folder.resolve("versions");
    this.staging = staging;
  }

  /**
   * The default model, as it was last set; empty where the file cannot be read.
   *
   * @param published whether {@code <model>/<number>} is there
   */
  Optional<ModelName> defaultModel(Predicate<Path> published) {
    try {
      List<String> lines = defaultLines();
      Optional<ModelName> coming =
          lines.stream()
              .skip(1)
              .map(Path::of)
              .filter(published)
              .flatMap(place -> Optional.ofNullable(place.getParent()).stream())
              .map(Path::toString)
              .filter(ModelName::isValid)
              .map(ModelName::new)
              .findFirst();
      return coming.or(
          () -> lines.stream().limit(1).filter(ModelName::isValid).map(ModelName::new).findFirst());
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
  }

  private List<String> defaultLines() throws IOException {
    return Files.exists(defaultFile) ? Files.readAllLines(defaultFile) : List.of();
  }

  /** Decides what a crash left open: the default is the one that was coming, or the one before. */
  void settleDefault(Predicate<Path> published) throws IOException {
    if (defaultLines().size() > 1) {
      defaultModel(defaultModel(published));
    }
  }

  /** Makes this the default, or none. */
  void defaultModel(Optional<ModelName> name) throws IOException {
    if (name.isPresent()) {
      write(defaultFile, name.get().value().getBytes(StandardCharsets.UTF_8));
    } else if (Files.deleteIfExists(defaultFile)) {
      Trees.syncFolder(defaultFile.resolveSibling("."));
    }
  }

  /** Makes a model the default from the moment on that its version is there. */
  void comingDefault(Optional<ModelName> until, ModelName name, long number) throws IOException {
    String text = until.map(ModelName::value).orElse("") + "\n" + name + "/" + number;
    write(defaultFile, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The marks of a model, as they were last set; none where the file cannot be read. */
  VersionMarks marks(ModelName name) {
    Path file = versions.resolve(name.value());
    if (!Files.exists(file)) {
      return VersionMarks.NONE;
    }
    try {
      Marks marks = JSON.readValue(Files.readAllBytes(file), Marks.class);
      return new VersionMarks(
          Optional.ofNullable(marks.pin()),
          marks.labels() == null ? Map.of() : marks.labels(),
          Optional.ofNullable(marks.unloaded()));
    } catch (IOException e) {
      LOG.log(Level.WARNING, "The pin and labels of model '" + name + "' cannot be read", e);
      return VersionMarks.NONE;
    }
  }

  void marks(ModelName name, VersionMarks marks) throws IOException {
    Path file = versions.resolve(name.value());
    if (marks.isEmpty()) {
      if (Files.deleteIfExists(file)) {
        Trees.syncFolder(versions);
      }
    } else {
      Marks written =
          new Marks(marks.pin().orElse(null), marks.labels(), marks.unloaded().orElse(null));
      write(file, JSON.writeValueAsBytes(written));
    }
  }

  private void write(Path file, byte[] content) throws IOException {
    Path written = Files.createDirectories(staging).resolve(UUID.randomUUID().toString());
    try {
      Files.write(written, content);
      Trees.syncFile(written);
      Files.createDirectories(file.getParent());
      Trees.move(written, file);
    } finally {
      Files.deleteIfExists(written);
    }
  }
}
