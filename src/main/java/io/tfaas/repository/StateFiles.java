package io.tfaas.repository;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tfaas.model.ModelName;
import io.tfaas.model.VersionMarks;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
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
 * renamed, so that it is the old or the new one whatever happens. One that is there and cannot be
 * read is neither taken for one that is not there nor written over.
 *
 * <p>An upload makes its model the default by the same rename that publishes it: before it, a
 * second line of {@code default} names the version that is coming, and counts once that version is
 * there.
 */
final class StateFiles {

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
  private final Trees trees;

  /**
   * @param staging a folder on the same file system, for what is being written
   */
  StateFiles(Path folder, Path staging, Trees trees) {
    this.defaultFile = folder.resolve("default");
    this.versions = folder.resolve("versions");
    this.staging = staging;
    this.trees = trees;
  }

  /**
   * The default model, as it was last set; empty where the file names none.
   *
   * @param published whether {@code <model>/<number>} is there
   * @throws IOException when the file is there and cannot be read
   */
  Optional<ModelName> defaultModel(Predicate<Path> published) throws IOException {
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
    } catch (CharacterCodingException | InvalidPathException e) {
      return Optional.empty();
    }
  }

  private List<String> defaultLines() throws IOException {
    try {
      return Files.readAllLines(defaultFile);
    } catch (NoSuchFileException e) {
      return List.of();
    }
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
    } else {
      trees.remove(defaultFile);
    }
  }

  /** Makes a model the default from the moment on that its version is there. */
  void comingDefault(Optional<ModelName> until, ModelName name, long number) throws IOException {
    String text = until.map(ModelName::value).orElse("") + "\n" + name + "/" + number;
    write(defaultFile, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The marks of a model, as they were last set; none where there is no file of them.
   *
   * @throws IOException when the file is there and cannot be read
   */
  VersionMarks marks(ModelName name) throws IOException {
    try {
      return parseMarks(Files.readAllBytes(marksFile(name)));
    } catch (NoSuchFileException e) {
      return VersionMarks.NONE;
    }
  }

  private static VersionMarks parseMarks(byte[] json) throws IOException {
    Marks marks = JSON.readValue(json, Marks.class);
    if (marks == null) {
      throw new IOException("The file holds no JSON object");
    }
    return new VersionMarks(
        Optional.ofNullable(marks.pin()),
        marks.labels() == null ? Map.of() : marks.labels(),
        Optional.ofNullable(marks.unloaded()));
  }

  /**
   * Sets the marks of a model.
   *
   * @throws IOException when they cannot be written, or those that are there not be read
   */
  void marks(ModelName name, VersionMarks marks) throws IOException {
    requireReadable(name);
    if (marks.isEmpty()) {
      forget(name);
    } else {
      Marks written =
          new Marks(marks.pin().orElse(null), marks.labels(), marks.unloaded().orElse(null));
      write(marksFile(name), JSON.writeValueAsBytes(written));
    }
  }

  private void requireReadable(ModelName name) throws IOException {
    marks(name);
  }

  /** Removes the marks of a model that is gone, whether they can be read or not. */
  void forget(ModelName name) throws IOException {
    trees.remove(marksFile(name));
  }

  private Path marksFile(ModelName name) {
    return versions.resolve(name.value());
  }

  private void write(Path file, byte[] content) throws IOException {
    Path written = Files.createDirectories(staging).resolve(UUID.randomUUID().toString());
    try {
      Files.write(written, content);
      trees.syncFile(written);
      Files.createDirectories(file.getParent());
      trees.move(written, file);
    } finally {
      Files.deleteIfExists(written);
    }
  }
}
