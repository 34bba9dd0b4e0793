package io.tfaas.server;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.SocketWrapperBase;

/** HTTP as Tomcat speaks it, its connections watched for clients that are too slow. */
public final class WatchedProtocol extends Http11NioProtocol {

  /*
   * Tomcat takes a processor away from its connection while a thread is at it, and keeps all it
   * has made for other connections.
   */
  private final Queue<WatchedProcessor> processors = new ConcurrentLinkedQueue<>();

  WatchedProtocol() {
    super(new RequestEndpoint());
  }

  @Override
  protected Processor createProcessor() {
    WatchedProcessor processor = new WatchedProcessor(this, getAdapter());
    processors.add(processor);
    return processor;
  }

  /** Cuts off the clients that have had their time. */
  void cutOffSlowClients(long patienceNanos) {
    long now = System.nanoTime();
    for (SocketWrapperBase<?> connection : getEndpoint().getConnections()) {
      if (connection.getCurrentProcessor() instanceof WatchedProcessor processor) {
        processor.cutOffHead(connection, now, patienceNanos);
      }
    }
    for (WatchedProcessor processor : processors) {
      processor.cutOffTransfer(now, patienceNanos);
    }
  }
}
