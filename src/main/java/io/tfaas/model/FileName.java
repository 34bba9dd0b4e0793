package io.tfaas.model;

import io.tfaas.error.InvalidModelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The names of files that a model's params and configuration give. */
public final class FileName {

  /* Of what file systems in use allow. */
  private static final int MAX_BYTES = 255;

  private FileName() {}

  /**
   * A file in the folder.
   *
   * @param field where the name was given
   * @throws InvalidModelException when no file of this system can have the name
   */
  public static Path in(Path folder, String name, String field) {
    try {
      if (name.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES) {
        return folder.resolve(name);
      }
    } catch (InvalidPathException e) {
      /* Which of its characters it is, the system does not say. */
    }
    throw new InvalidModelException(
        "No file can have the name that " + field + " gives: rename it");
  }
}
