package io.tfaas.repository;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What is there, where a disk that fails must not look like files that were removed: only what is
 * certainly not there is gone. Whoever then reads what may be there is told what is wrong with it.
 */
final class OnDisk {

  private OnDisk() {}

  /** Whether a folder is there, or something of which that cannot be told. */
  static boolean mayBeFolder(Path path) {
    return mayBe(path, BasicFileAttributes::isDirectory);
  }

  /** Whether a file is there, or something of which that cannot be told. */
  static boolean mayBeFile(Path path) {
    return mayBe(path, BasicFileAttributes::isRegularFile);
  }

  private static boolean mayBe(Path path, Predicate<BasicFileAttributes> kind) {
    try {
      return kind.test(Files.readAttributes(path, BasicFileAttributes.class));
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** All that is in a folder, in any order. */
  static List<Path> in(Path folder) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(children::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return children;
  }

  /** A folder and all below it, links as links. */
  static List<Path> below(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
