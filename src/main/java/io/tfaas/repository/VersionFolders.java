package io.tfaas.repository;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The numbered folders of a model, those included that cannot be looked at; {@code 00000123} is
 * version 123.
 */
record VersionFolders(List<Version> all) {

  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

  record Version(long number, Path folder) {}

  static VersionFolders of(Path model) throws IOException {
    return new VersionFolders(
        OnDisk.in(model).stream()
            .filter(child -> isNumber(String.valueOf(child.getFileName())))
            .filter(OnDisk::mayBeFolder)
            .map(child -> new Version(Long.parseLong(child.getFileName().toString()), child))
            .toList());
  }

  /** Whether a folder of this name is a version. */
  static boolean isNumber(String name) {
    return NUMBER.matcher(name).matches();
  }

  /** The highest number in use, holding a model or not. */
  long highest(long atLeast) {
    return all.stream().mapToLong(Version::number).reduce(atLeast, Math::max);
  }
}
