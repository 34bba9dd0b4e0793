package io.tfaas.repository;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * A file that is open, and is read to its end even if it is removed meanwhile.
 *
 * @param bytes its length
 */
public record OpenFile(InputStream content, long bytes) implements AutoCloseable {

  static OpenFile of(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path);
    try {
      return new OpenFile(Channels.newInputStream(channel), channel.size());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
