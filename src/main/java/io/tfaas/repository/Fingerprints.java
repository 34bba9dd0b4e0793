package io.tfaas.repository;

import io.tfaas.model.Fingerprint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Makes a fingerprint of files by their names, sizes and times. */
final class Fingerprints {

  private static final long PRIME = 0x9E3779B97F4A7C15L;

  private long files;
  private long bytes;
  private long mix;
  private boolean changing;

  /**
   * Adds all files below a folder, those behind links too.
   *
   * @param numbered whether folders with a number are part of it; they are other versions else
   */
  void addFolder(Path folder, boolean numbered) {
    try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      walk.filter(file -> numbered || !isInVersion(folder.relativize(file)))
          .forEach(file -> add(file, folder.relativize(file).toString()));
    } catch (IOException | UncheckedIOException e) {
      /* Somebody removes or moves what is being looked at. */
      changing = true;
    }
  }

  private static boolean isInVersion(Path relative) {
    return VersionFolders.isNumber(relative.getName(0).toString());
  }

  void addFile(Path file) {
    if (OnDisk.mayBeFile(file)) {
      add(file, String.valueOf(file.getFileName()));
    }
  }

  private void add(Path file, String name) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (attributes.isRegularFile()) {
        files++;
        bytes += attributes.size();
        long time = attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
        long one = (name.hashCode() * PRIME + attributes.size()) * PRIME + time;
        /* A sum, since the order of files in a folder is any. */
        mix += (one ^ (one >>> 32)) * PRIME;
      }
    } catch (IOException e) {
      changing = true;
    }
  }

  Fingerprint result() {
    return changing ? Fingerprint.CHANGING : new Fingerprint(files, bytes, mix);
  }
}
