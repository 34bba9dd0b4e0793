package io.tfaas.repository;

import java.io.IOException;
import java.io.InputStream;

/** The bytes that a request brings; keeps its failures and leaves closing to the caller. */
final class Body extends InputStream {

  private final InputStream in;
  private final Failure failure;
  private long count;

  Body(InputStream in, Failure failure) {
    this.in = in;
    this.failure = failure;
  }

  /** How many bytes have been read of it. */
  long count() {
    return count;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      int got = in.read(bytes, offset, length);
      count += Math.max(got, 0);
      return got;
    } catch (IOException | RuntimeException e) {
      failure.keep(e);
      throw e;
    }
  }
}
