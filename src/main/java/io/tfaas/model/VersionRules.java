package io.tfaas.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is said of a model's versions.
 *
 * @param pin the version that is the default whatever newer ones there are
 * @param labels the versions that labels stand at, whoever set them
 * @param notices one line each for what the model's files say and has no effect here
 */
public record VersionRules(
    VersionPolicy policy, Optional<Long> pin, Map<String, Long> labels, List<String> notices) {

  public VersionRules {
    labels = Map.copyOf(labels);
    notices = List.copyOf(notices);
  }
}
