package io.tfaas.model;

import static java.util.Objects.requireNonNull;

/** The model that a request names, and the version of it that it means. */
public record ModelRef(ModelName name, VersionChoice version) {

  public ModelRef {
    requireNonNull(name, "name is null");
    requireNonNull(version, "version is null");
  }
}
