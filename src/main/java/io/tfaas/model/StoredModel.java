package io.tfaas.model;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A version of a model as it lies on disk, not loaded.
 *
 * @param number of the version, 1 and up
 * @param folder that holds {@code saved_model.pb} or a frozen graph, and nothing of other versions
 *     but where the layout is one of a single version
 * @param labels a label for each element of an output row; empty where the model has none
 * @param maxRequestRows most rows that one request may have, where the protocol knows such a limit;
 *     0 for any number
 */
public record StoredModel(
    ModelName name,
    long number,
    Path folder,
    ModelParams params,
    List<String> labels,
    int maxRequestRows) {

  /** A version that takes requests of any number of rows. */
  public StoredModel(
      ModelName name, long number, Path folder, ModelParams params, List<String> labels) {
    this(name, number, folder, params, labels, 0);
  }

  /** How many bytes its files have, as far as that can be seen. */
  long bytes() {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.mapToLong(file -> file.toFile().isFile() ? file.toFile().length() : 0).sum();
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }

  public StoredModel {
    requireNonNull(name, "name is null");
    requireNonNull(folder, "folder is null");
    requireNonNull(params, "params is null");
    labels = List.copyOf(labels);
  }
}
