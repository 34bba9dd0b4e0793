package io.tfaas.repository;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Whole folders: removed, and brought safely to disk. */
final class Trees {

  private static final boolean OPENS_FOLDERS = File.separatorChar == '/';

  private final DiskSteps steps;

  Trees(DiskSteps steps) {
    this.steps = steps;
  }

  /** Removes a folder and all in it, links as links; nothing where there is none. */
  void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            steps.remove(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            steps.remove(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Brings all files and folders below to disk. */
  void sync(Path folder) throws IOException {
    for (Path path : OnDisk.below(folder)) {
      if (Files.isRegularFile(path)) {
        syncFile(path);
      } else if (Files.isDirectory(path)) {
        syncFolder(path);
      }
    }
  }

  void syncFile(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      steps.sync(file, channel);
    }
  }

  void syncFolder(Path folder) throws IOException {
    try (OpenFolder open = new OpenFolder(folder)) {
      open.sync(steps);
    }
  }

  /** A folder whose entries can be synced, by opening it for reading; not so on Windows. */
  private static final class OpenFolder implements AutoCloseable {

    private final Path folder;
    private final @Nullable FileChannel channel;

    OpenFolder(Path folder) throws IOException {
      this.folder = folder;
      this.channel = OPENS_FOLDERS ? FileChannel.open(folder, StandardOpenOption.READ) : null;
    }

    void sync(DiskSteps steps) throws IOException {
      if (channel != null) {
        steps.sync(folder, channel);
      }
    }

    @Override
    public void close() throws IOException {
      if (channel != null) {
        channel.close();
      }
    }
  }

  /**
   * Moves a file or folder, at once and for good: its new place is on disk before its old one is
   * left. What may be lacking for that, such as open files, is asked for before anything changes.
   *
   * @throws UnsyncedException when it was moved, and the disk failed to keep it so
   */
  void move(Path from, Path to) throws IOException {
    try (OpenFolder target = new OpenFolder(parent(to));
        OpenFolder source = new OpenFolder(parent(from))) {
      steps.rename(from, to);
      keep(target);
      if (!parent(to).equals(parent(from))) {
        keep(source);
      }
    }
  }

  /**
   * Removes a file for good, if there is one.
   *
   * @throws UnsyncedException when it was removed, and the disk failed to keep it so
   */
  void remove(Path file) throws IOException {
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (OpenFolder folder = new OpenFolder(parent(file))) {
      steps.remove(file);
      keep(folder);
    }
  }

  private void keep(OpenFolder changed) throws UnsyncedException {
    try {
      changed.sync(steps);
    } catch (IOException e) {
      throw new UnsyncedException(e);
    }
  }

  private static Path parent(Path path) throws IOException {
    Path parent = path.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IOException("A file system's root cannot be moved");
    }
    return parent;
  }
}
