package io.tfaas.repository;

import io.tfaas.error.InvalidModelException;
import io.tfaas.error.UnavailableException;
import io.tfaas.model.FileName;
import io.tfaas.model.Fingerprint;
import io.tfaas.model.FoundModel;
import io.tfaas.model.FoundModel.FoundVersion;
import io.tfaas.model.ModelParams;
import io.tfaas.model.StoredModel;
import io.tfaas.model.VersionPolicy;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A model's folder, read in place: {@code <integer>/} as TensorFlow Serving lays it out, {@code
 * <integer>/model.savedmodel/} with a {@code config.pbtxt} as Triton does, and the files of one
 * version, which is number 1, as TFaaS does.
 */
record ModelFolder(ModelPlace place, TritonConfig config) {

  /**
   * Reads what is said of the model.
   *
   * @throws InvalidModelException when that makes no sense
   * @throws UnavailableException when it cannot be read now
   */
  static ModelFolder of(ModelPlace place) {
    try {
      return new ModelFolder(place, TritonConfig.read(place.name(), place.folder()));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static UnavailableException unreadable(IOException e) {
    return new UnavailableException("The model's files cannot be read", e);
  }

  /** A number of versions as both configurations have it, where 0 stands for 1. */
  static int count(int unsigned) {
    return unsigned < 0 ? Integer.MAX_VALUE : Math.max(1, unsigned);
  }

  VersionPolicy policy() {
    return place.policy().or(config::policy).orElse(VersionPolicy.NEWEST);
  }

  /** All that is found of the model now. */
  FoundModel found() {
    List<FoundVersion> versions = new ArrayList<>();
    for (VersionFolders.Version version : versions()) {
      versions.add(new FoundVersion(version.number(), fingerprint(version)));
    }
    return new FoundModel(place.name(), policy(), place.labels(), versions, notices(versions));
  }

  private List<String> notices(List<FoundVersion> versions) {
    List<Long> numbers = versions.stream().map(FoundVersion::number).toList();
    List<String> notices = new ArrayList<>(place.notices());
    notices.addAll(config.notices());
    place
        .labels()
        .forEach(
            (label, number) -> {
              if (!numbers.contains(number)) {
                notices.add(
                    "The label %s stands at version %d, which is not there"
                        .formatted(Quoted.name(label), number));
              }
            });
    if (policy() instanceof VersionPolicy.Specific specific) {
      specific.numbers().stream()
          .filter(number -> !numbers.contains(number))
          .forEach(number -> notices.add("Version " + number + " is not there"));
    }
    return notices;
  }

  /** The versions that hold a graph, or of which that cannot be told. */
  private List<VersionFolders.Version> versions() {
    Path folder = place.folder();
    try {
      List<VersionFolders.Version> versions =
          new ArrayList<>(
              VersionFolders.of(folder).all().stream()
                  .filter(version -> ModelFiles.mayBeModel(graph(version.folder())))
                  .toList());
      boolean first = versions.stream().noneMatch(version -> version.number() == 1);
      if (first && ModelFiles.mayBeModel(folder)) {
        versions.add(new VersionFolders.Version(1, folder));
      }
      return versions;
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /* What an upload has tried is the version's own graph. */
  private Path graph(Path version) {
    Path nested =
        FileName.in(version, config.graphFolder(), "default_model_filename of config.pbtxt");
    return !ModelFiles.mayBeModel(version) && OnDisk.mayBeFolder(nested) ? nested : version;
  }

  private Fingerprint fingerprint(VersionFolders.Version version) {
    Fingerprints files = new Fingerprints();
    files.addFolder(version.folder(), !version.folder().equals(place.folder()));
    files.addFile(place.folder().resolve(TritonConfig.FILE));
    files.addFile(place.folder().resolve(ModelFiles.LABELS));
    config.labelFile().ifPresent(file -> files.addFile(labelFile(file)));
    return files.result();
  }

  private Path labelFile(String name) {
    return FileName.in(place.folder(), name, "label_filename of config.pbtxt");
  }

  /**
   * A version, to be loaded.
   *
   * @throws InvalidModelException when it is not there or what is said of it makes no sense
   * @throws UnavailableException when its files cannot be read now
   */
  StoredModel read(long number) {
    VersionFolders.Version version =
        versions().stream()
            .filter(found -> found.number() == number)
            .findFirst()
            .orElseThrow(() -> new InvalidModelException("Its files are gone"));
    try {
      StoredModel stored = ModelFiles.describe(place.name(), number, graph(version.folder()));
      return new StoredModel(
          place.name(),
          number,
          stored.folder(),
          limited(stored.params()),
          stored.labels().isEmpty() ? labels() : stored.labels(),
          config.maxRequestRows());
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private ModelParams limited(ModelParams params) {
    return config.limited(params);
  }

  private List<String> labels() throws IOException {
    if (config.labelFile().isEmpty()) {
      return List.of();
    }
    Path file = labelFile(config.labelFile().get());
    if (!OnDisk.mayBeFile(file)) {
      throw new InvalidModelException(
          "The label file that config.pbtxt names, "
              + Quoted.name(config.labelFile().get())
              + ", is not there");
    }
    return ModelFiles.lines(SmallFile.read(file, SmallFile.MAX_LABELS_BYTES));
  }
}
