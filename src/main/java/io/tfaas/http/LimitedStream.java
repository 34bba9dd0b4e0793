package io.tfaas.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** A request body that throws at the first byte past its limit, and marks its own failures. */
final class LimitedStream extends BlockStream {

  private final InputStream body;
  private final BodyLimit limit;
  private final Optional<BodyBudget.Share> share;
  private long remaining;

  LimitedStream(InputStream body, BodyLimit limit) {
    this(body, limit, Optional.empty());
  }

  /**
   * @param share where what was read is counted
   */
  LimitedStream(InputStream body, BodyLimit limit, Optional<BodyBudget.Share> share) {
    this.body = body;
    this.limit = limit;
    this.share = share;
    this.remaining = limit.bytes();
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read;
    try {
      /* One byte more than is allowed tells a body at its limit from one past it. */
      read = body.read(bytes, offset, (int) Math.min(length, Math.max(remaining, 0) + 1));
    } catch (IOException e) {
      throw new BrokenBodyException(e);
    }
    if (read > remaining) {
      remaining = -1;
      throw limit.exceeded();
    }
    remaining -= Math.max(read, 0);
    if (share.isPresent()) {
      share.get().coverRead(limit.bytes() - remaining);
    }
    return read;
  }

  @Override
  public int available() throws IOException {
    return (int) Math.min(body.available(), Math.max(remaining, 0));
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
