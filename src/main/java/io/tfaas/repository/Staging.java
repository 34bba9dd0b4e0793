package io.tfaas.repository;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;

/** A place for one upload until it is published; whatever is left in it goes when it is closed. */
public final class Staging implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Staging.class.getName());

  private final Path folder;
  private final Path content;
  private final Trees trees;

  Staging(Path folder, Trees trees) throws IOException {
    this.folder = folder;
    this.trees = trees;
    this.content = Files.createDirectory(folder.resolve("content"));
  }

  /** The folder to receive into. */
  public Path content() {
    return content;
  }

  /**
   * Receives a file.
   *
   * @param name of the file, a single path element
   * @throws io.tfaas.error.StorageFullException when the disk has no room for it
   * @throws IOException when the body cannot be read to its end, or the disk fails
   */
  public void receive(InputStream body, String name) throws IOException {
    Path file = content.resolve(name);
    byte[] buffer = new byte[1 << 16];
    try (var out = Files.newOutputStream(file)) {
      int read;
      while ((read = body.read(buffer)) >= 0) {
        try {
          out.write(buffer, 0, read);
        } catch (IOException e) {
          throw StorageException.of(e, file);
        }
      }
    }
  }

  @Override
  public void close() {
    try {
      trees.delete(folder);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "Staging folder is left for the next start to sweep", e);
    }
  }
}
