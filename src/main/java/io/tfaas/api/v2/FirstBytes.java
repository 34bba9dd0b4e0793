package io.tfaas.api.v2;

import java.io.IOException;
import java.io.InputStream;

/** The first bytes of a stream, which stays open and goes on after them. */
final class FirstBytes extends InputStream {

  private final InputStream stream;
  private long left;

  FirstBytes(InputStream stream, long bytes) {
    this.stream = stream;
    this.left = bytes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
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
