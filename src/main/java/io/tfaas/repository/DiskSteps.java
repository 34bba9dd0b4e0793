package io.tfaas.repository;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The steps whose order decides what a crash leaves. */
interface DiskSteps {

  /** Those of the system. */
  DiskSteps SYSTEM = new DiskSteps() {};

  /**
   * Brings a file, or the entries of a folder, to disk.
   *
   * @param channel open on the path
   */
  default void sync(Path path, FileChannel channel) throws IOException {
    channel.force(true);
  }

  /** Moves a file or folder at once, in place of what is there. */
  default void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Removes a file, a link or an empty folder, if it is there. */
  default void remove(Path path) throws IOException {
    Files.deleteIfExists(path);
  }
}
