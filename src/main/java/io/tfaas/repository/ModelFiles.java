package io.tfaas.repository;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tfaas.error.InvalidModelException;
import io.tfaas.model.FileName;
import io.tfaas.model.ModelName;
import io.tfaas.model.ModelParams;
import io.tfaas.model.StoredModel;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The files of one version: the graph, {@code params.json} and the labels. */
public final class ModelFiles {

  public static final String PARAMS = "params.json";
  public static final String LABELS = "labels.txt";

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private ModelFiles() {}

  /** Whether the folder holds a SavedModel or a frozen graph, or cannot be looked into. */
  static boolean mayBeModel(Path folder) {
    if (OnDisk.mayBeFile(folder.resolve("saved_model.pb"))) {
      return true;
    }
    try {
      return OnDisk.in(folder).stream()
          .anyMatch(file -> file.toString().endsWith(".pb") && OnDisk.mayBeFile(file));
    } catch (NoSuchFileException | NotDirectoryException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /**
   * Reads what lies beside the graph. Labels and params of a numbered folder may lie beside it too.
   *
   * @throws InvalidModelException when params.json cannot be read
   */
  public static StoredModel describe(ModelName name, long number, Path folder) throws IOException {
    ModelParams params = params(folder).orElseGet(() -> ModelParams.named(name.value()));
    return new StoredModel(name, number, folder, params, labels(folder, params));
  }

  private static Optional<ModelParams> params(Path folder) throws IOException {
    Path file = folder.resolve(PARAMS);
    return OnDisk.mayBeFile(file)
        ? Optional.of(parseParams(SmallFile.read(file, SmallFile.MAX_PARAMS_BYTES)))
        : Optional.empty();
  }

  /**
   * Parses a params.json.
   *
   * @throws InvalidModelException when it is none
   */
  public static ModelParams parseParams(byte[] json) throws IOException {
    try {
      ModelParams params = JSON.readValue(json, ModelParams.class);
      if (params == null) {
        throw new InvalidModelException("params.json holds no JSON object");
      }
      return params;
    } catch (JacksonException e) {
      throw new InvalidModelException(
          "params.json is not the JSON object that describes a model%s"
              .formatted(
                  e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")"),
          e);
    } catch (CharConversionException e) {
      throw new InvalidModelException(
          "params.json is not the JSON object that describes a model", e);
    }
  }

  /** The files of a folder, paths relative to it, in order; links are none. */
  static List<String> names(Path folder) throws IOException {
    return OnDisk.below(folder).stream()
        .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
        .map(file -> folder.relativize(file).toString().replace('\\', '/'))
        .sorted()
        .toList();
  }

  /** Which of the files is the graph; empty where none is. */
  static Optional<String> graph(StoredModel stored, List<String> names) {
    List<String> graphs =
        names.stream().filter(name -> name.endsWith(".pb") && !name.contains("/")).toList();
    return Stream.of("saved_model.pb", stored.params().model())
        .filter(graphs::contains)
        .findFirst()
        .or(() -> graphs.stream().findFirst());
  }

  /** Writes a version's params and syncs nothing. */
  public static void writeParams(Path folder, ModelParams params) throws IOException {
    JSON.writerWithDefaultPrettyPrinter().writeValue(folder.resolve(PARAMS).toFile(), params);
  }

  private static List<String> labels(Path folder, ModelParams params) throws IOException {
    String named = params.labels().substring(params.labels().lastIndexOf('/') + 1);
    Path versioned = folder.resolveSibling(LABELS);
    List<Path> places =
        named.isEmpty() || named.startsWith(".")
            ? List.of(folder.resolve(LABELS), versioned)
            : List.of(
                FileName.in(folder, named, "'labels' of params.json"),
                folder.resolve(LABELS),
                versioned);
    for (Path place : places) {
      if (OnDisk.mayBeFile(place) && !(place.equals(versioned) && !isVersion(folder))) {
        return lines(SmallFile.read(place, SmallFile.MAX_LABELS_BYTES));
      }
    }
    return List.of();
  }

  private static boolean isVersion(Path folder) {
    return folder.getFileName().toString().matches("\\d{1,18}");
  }

  /** The lines of a labels file. */
  static List<String> lines(byte[] text) {
    String whole = new String(text, StandardCharsets.UTF_8).replaceFirst("^\\uFEFF", "");
    String[] lines = whole.stripTrailing().split("\\r?\\n|\\r", -1);
    return whole.isBlank() ? List.of() : Arrays.stream(lines).map(String::strip).toList();
  }
}
