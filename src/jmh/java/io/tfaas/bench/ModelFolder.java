package io.tfaas.bench;

import io.tfaas.server.TemporaryFolders;
import io.tfaas.testing.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A temporary folder of models with one of the sample models in it. */
record ModelFolder(Path path) implements AutoCloseable {

  static ModelFolder of(String sample) {
    try {
      Path folder = Files.createTempDirectory("tfaas-jmh-");
      Samples.copy(Samples.path(sample), folder.resolve(sample));
      return new ModelFolder(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    TemporaryFolders.delete(path);
  }
}
