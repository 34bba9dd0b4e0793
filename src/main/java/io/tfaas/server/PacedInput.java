package io.tfaas.server;

import java.io.IOException;
import org.apache.coyote.InputBuffer;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/** The body of a request, and how long threads have waited for it. */
final class PacedInput implements InputBuffer {

  private static final long NOT_WAITING = 0;

  private final Request request;
  private final InputBuffer input;
  private volatile long spentNanos;
  private volatile long since = NOT_WAITING;

  PacedInput(Request request, InputBuffer input) {
    this.request = request;
    this.input = input;
  }

  @Override
  public int doRead(ApplicationBufferHandler handler) throws IOException {
    long begin = System.nanoTime() | 1;
    long spent = request.getBytesRead() == 0 ? 0 : spentNanos;
    spentNanos = spent;
    since = begin;
    try {
      return input.doRead(handler);
    } finally {
      since = NOT_WAITING;
      spentNanos = spent + System.nanoTime() - begin;
    }
  }

  @Override
  public int available() {
    return input.available();
  }

  /** How long threads have waited for the body, if one waits now; 0 if none does. */
  long waitingNanos(long now) {
    long begin = since;
    return begin == NOT_WAITING ? 0 : Math.max(0, spentNanos + now - begin);
  }
}
