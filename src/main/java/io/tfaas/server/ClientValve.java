package io.tfaas.server;

import io.tfaas.http.RequestTerms;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/** Gives each request what tells whether its client is still there. */
final class ClientValve extends ValveBase {

  ClientValve() {
    super(/* asyncSupported= */ true);
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    Object processor = request.getCoyoteRequest().getNote(WatchedProcessor.NOTE);
    if (processor != null) {
      request.getCoyoteRequest().setAttribute(RequestTerms.CLIENT_IS_GONE, processor);
    }
    getNext().invoke(request, response);
  }
}
