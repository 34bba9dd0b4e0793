package io.tfaas.server;

import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.SocketWrapperBase;

/** HTTP as Tomcat speaks it, its connections watched for clients that are too slow. */
public final class WatchedProtocol extends Http11NioProtocol {

  WatchedProtocol() {
    super(new RequestEndpoint());
  }

  @Override
  protected Processor createProcessor() {
    return new WatchedProcessor(this, getAdapter());
  }

  /** Cuts off the clients that have had their time. */
  void cutOffSlowClients(long patienceNanos) {
    long now = System.nanoTime();
    for (SocketWrapperBase<?> connection : getEndpoint().getConnections()) {
      if (connection.getCurrentProcessor() instanceof WatchedProcessor processor) {
        processor.cutOffIfTooSlow(connection, now, patienceNanos);
      }
    }
  }
}
