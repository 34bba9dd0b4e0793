package io.tfaas.repository;

import io.tfaas.model.VersionPolicy;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.LongPredicate;

/** Removes models and versions: each is gone by one rename, or not at all. */
final class Trash {

  private static final Logger LOG = System.getLogger(Trash.class.getName());

  private final Path staging;
  private final Trees trees;

  /**
   * @param staging a folder on the same file system, swept at every start
   */
  Trash(Path staging, Trees trees) {
    this.staging = staging;
    this.trees = trees;
  }

  /** Removes a folder; what cannot be removed after the rename is swept at the next start. */
  void discard(Path folder) throws IOException {
    Path trash = Files.createDirectories(staging).resolve(UUID.randomUUID().toString());
    trees.move(folder, trash);
    try {
      trees.delete(trash);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "Removed files are left for the next start to sweep", e);
    }
  }

  /**
   * Removes the older ones of the versions that were uploaded, which their params tell. What others
   * put there stays, and so do the latest that are served.
   *
   * @param kept how many of them stay
   * @param marked versions that stay beside these
   */
  void prune(ModelFolder model, int kept, LongPredicate marked) throws IOException {
    List<VersionFolders.Version> uploaded =
        VersionFolders.of(model.place().folder()).all().stream()
            .filter(version -> Files.exists(version.folder().resolve(ModelFiles.PARAMS)))
            .filter(version -> !marked.test(version.number()))
            .sorted(Comparator.comparing(VersionFolders.Version::number).reversed())
            .toList();
    int served = model.policy() instanceof VersionPolicy.Latest latest ? latest.count() : 0;
    for (VersionFolders.Version version :
        uploaded.subList(Math.min(uploaded.size(), Math.max(kept, served)), uploaded.size())) {
      discard(version.folder());
    }
  }
}
