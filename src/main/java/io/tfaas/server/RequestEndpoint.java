package io.tfaas.server;

import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketProcessorBase;
import org.apache.tomcat.util.net.SocketWrapperBase;

/** Tomcat's sockets, their tasks able to say whether they begin a request. */
final class RequestEndpoint extends NioEndpoint {

  @Override
  protected SocketProcessorBase<NioChannel> createSocketProcessor(
      SocketWrapperBase<NioChannel> socket, SocketEvent event) {
    return new SocketTask(socket, event);
  }

  private final class SocketTask extends SocketProcessor implements RequestTask {

    SocketTask(SocketWrapperBase<NioChannel> socket, SocketEvent event) {
      super(socket, event);
    }

    /* Between two requests Tomcat takes the processor away from a connection. */
    @Override
    public boolean isNewRequest() {
      return event == SocketEvent.OPEN_READ && socketWrapper.getCurrentProcessor() == null;
    }
  }
}
