package io.tfaas.repository;

import io.tfaas.model.ModelName;
import io.tfaas.model.VersionPolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a model's versions lie, and what is said of them elsewhere than there.
 *
 * @param folder with the numbered folders, or with the files of one version
 * @param policy where it is said; that of config.pbtxt or the default counts otherwise
 */
record ModelPlace(
    ModelName name,
    Path folder,
    Optional<VersionPolicy> policy,
    Map<String, Long> labels,
    List<String> notices) {

  /** A folder of which nothing is said elsewhere. */
  static ModelPlace of(ModelName name, Path folder) {
    return new ModelPlace(name, folder, Optional.empty(), Map.of(), List.of());
  }
}
