package io.tfaas.server;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.apache.coyote.Adapter;
import org.apache.coyote.Constants;
import org.apache.coyote.Request;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * Tomcat's processor of the requests of a connection, which can be asked whether its client is
 * still there, and whether it is too slow.
 */
final class WatchedProcessor extends Http11Processor implements BooleanSupplier {

  /** The note of Tomcat's request with its processor; the upper ones are an application's. */
  static final int NOTE = 31;

  /* What a client has to send or take each second, after the time that all have. */
  private static final long BYTES_PER_SECOND = 16 * 1024;

  WatchedProcessor(AbstractHttp11Protocol<?> protocol, Adapter adapter) {
    super(protocol, adapter);
    getRequest().setNote(NOTE, this);
  }

  /**
   * Whether the client has closed its connection, or its half of it. What it has sent meanwhile is
   * kept for the next request.
   */
  @Override
  public boolean getAsBoolean() {
    SocketWrapperBase<?> socket = getSocketWrapper();
    if (socket == null || !socket.getLock().tryLock()) {
      return false;
    }
    try {
      boolean more = !socket.isClosed() && socket.isReadyForRead();
      return !more && socket.isClosed();
    } catch (IOException e) {
      return true;
    } finally {
      socket.getLock().unlock();
    }
  }

  /** Closes the connection of a client that is too slow, or lets its reads and writes time out. */
  void cutOffIfTooSlow(SocketWrapperBase<?> socket, long now, long patienceNanos) {
    Request request = getRequest();
    long begin = request.getStartTimeNanos();
    if (begin < 0) {
      return;
    }
    if (request.getResponse().isCommitted()) {
      long written = request.getResponse().getBytesWritten(false);
      long since = request.getResponse().getCommitTimeNanos();
      if (since >= 0 && isTooSlow(now - since, written, patienceNanos)) {
        socket.setWriteTimeout(1);
      }
    } else if (request.getRequestProcessor().getStage() == Constants.STAGE_SERVICE) {
      if (isTooSlow(now - begin, request.getBytesRead(), patienceNanos)) {
        socket.setReadTimeout(1);
      }
    } else if (!isAsync() && now - begin > patienceNanos) {
      closeUnlessUsed(socket);
    }
  }

  /*
   * Tomcat's own time for a head begins anew with each byte of it. A thread that is at the
   * connection holds its lock; there is another look in a second.
   */
  private void closeUnlessUsed(SocketWrapperBase<?> socket) {
    if (socket.getLock().tryLock()) {
      try {
        if (!isAsync() && !getRequest().getResponse().isCommitted()) {
          socket.close();
        }
      } finally {
        socket.getLock().unlock();
      }
    }
  }

  private static boolean isTooSlow(long nanos, long bytes, long patienceNanos) {
    return nanos > patienceNanos + bytes * (1_000_000_000 / BYTES_PER_SECOND);
  }
}
