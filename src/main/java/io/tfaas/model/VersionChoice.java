package io.tfaas.model;

import static java.util.Objects.requireNonNull;

import io.tfaas.error.InvalidInputException;

/** Which version of a model a request means. */
public sealed interface VersionChoice {

  /** The version that is pinned, else the newest that is served. */
  record Default() implements VersionChoice {}

  /** One version, by its number. */
  @SuppressWarnings("JavaLangClash") // always written VersionChoice.Number
  record Number(long number) implements VersionChoice {}

  /** The version that a label such as {@code stable} stands at. */
  record Label(String label) implements VersionChoice {
    public Label {
      requireNonNull(label, "label is null");
      if (label.isEmpty()) {
        throw new InvalidInputException("The label of the version is empty");
      }
    }
  }
}
