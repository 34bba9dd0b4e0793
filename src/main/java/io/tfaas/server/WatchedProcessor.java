package io.tfaas.server;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.SocketChannel;
import java.util.function.BooleanSupplier;
import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's processor of the requests of a connection, which can be asked whether its client is
 * still there, and whether it is too slow.
 */
final class WatchedProcessor extends Http11Processor implements BooleanSupplier {

  private static final Logger LOG = System.getLogger(WatchedProcessor.class.getName());

  /** The note of Tomcat's request with its processor; the upper ones are an application's. */
  static final int NOTE = 31;

  /* What a client has to send or take each second, after the time that all have. */
  private static final long BYTES_PER_SECOND = 16 * 1024;

  private final PacedInput body;
  private volatile @Nullable SocketChannel channel;

  WatchedProcessor(AbstractHttp11Protocol<?> protocol, Adapter adapter) {
    super(protocol, adapter);
    getRequest().setNote(NOTE, this);
    body = new PacedInput(getRequest(), getRequest().getInputBuffer());
    getRequest().setInputBuffer(body);
  }

  @Override
  public SocketState service(SocketWrapperBase<?> socket) throws IOException {
    channel = ((NioChannel) socket.getSocket()).getIOChannel();
    return super.service(socket);
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

  /** Ends the transfer of a body or a reply whose client is too slow: the thread at it fails. */
  void cutOffTransfer(long now, long patienceNanos) {
    Request request = getRequest();
    SocketChannel connection = channel;
    if (connection == null || request.getStartTimeNanos() < 0) {
      return;
    }
    Response response = request.getResponse();
    if (response.isCommitted()) {
      long bytes = Math.max(response.getBytesWritten(false), response.getContentLengthLong());
      long since = response.getCommitTimeNanos();
      if (since >= 0 && isTooSlow(now - since, bytes, patienceNanos)) {
        end(connection);
      }
    } else if (isTooSlow(body.waitingNanos(now), request.getBytesRead(), patienceNanos)) {
      endInput(connection);
    }
  }

  /*
   * A timeout would hold only from the next read or write on, and begin anew with each byte. A
   * connection that is closed is Tomcat's to use again, while a thread may still be at it.
   */
  private static void endInput(SocketChannel connection) {
    try {
      connection.shutdownInput();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "A connection was closed meanwhile", e);
    }
  }

  private static void end(SocketChannel connection) {
    endInput(connection);
    try {
      connection.shutdownOutput();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "A connection was closed meanwhile", e);
    }
  }

  /*
   * Tomcat's own time for a head begins anew with each byte of it. A thread that is at the
   * connection holds its lock; there is another look in a second.
   */

  /** Closes a connection between two bytes of a head that takes too long. */
  void cutOffHead(SocketWrapperBase<?> socket, long now, long patienceNanos) {
    if (!isAtHead(now, patienceNanos) || !socket.getLock().tryLock()) {
      return;
    }
    try {
      if (socket.getCurrentProcessor() == this && isAtHead(now, patienceNanos)) {
        socket.close();
      }
    } finally {
      socket.getLock().unlock();
    }
  }

  private boolean isAtHead(long now, long patienceNanos) {
    long begin = getRequest().getStartTimeNanos();
    return begin >= 0
        && now - begin > patienceNanos
        && !isAsync()
        && !getRequest().getResponse().isCommitted();
  }

  private static boolean isTooSlow(long nanos, long bytes, long patienceNanos) {
    return nanos > patienceNanos + bytes * (1_000_000_000 / BYTES_PER_SECOND);
  }
}
