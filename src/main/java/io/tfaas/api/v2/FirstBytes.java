package io.tfaas.api.v2;

import io.tfaas.http.BlockStream;
import java.io.IOException;
import java.io.InputStream;

/** The first bytes of a stream, which stays open and goes on after them. */
final class FirstBytes extends BlockStream {

  private final InputStream stream;
  private long left;

  FirstBytes(InputStream stream, long bytes) {
    this.stream = stream;
    this.left = bytes;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    int read = stream.read(bytes, offset, (int) Math.min(length, left));
    left -= Math.max(read, 0);
    return read;
  }
}
