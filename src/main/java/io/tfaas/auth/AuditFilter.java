package io.tfaas.auth;

import io.tfaas.http.RequestId;
import io.tfaas.model.ModelName;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes a line for each change, and for each that was refused: who, from where, what, which model
 * and version, with what result.
 */
final class AuditFilter implements ContainerResponseFilter {

  static final String LOGGER = "io.tfaas.audit";

  private static final Logger LOG = System.getLogger(LOGGER);
  private static final String MODEL = AuditFilter.class.getName() + ".model";
  private static final String VERSION = AuditFilter.class.getName() + ".version";

  private final Peers peers;

  AuditFilter(Peers peers) {
    this.peers = peers;
  }

  static void note(ContainerRequestContext request, ModelName model) {
    request.setProperty(MODEL, model.value());
  }

  static void note(ContainerRequestContext request, long version) {
    request.setProperty(VERSION, Long.toString(version));
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    Caller caller = Gate.caller(request);
    Object noted = request.getProperty(MODEL);
    String model = noted == null ? Gate.modelOfPath(request) : noted.toString();
    Object version = request.getProperty(VERSION);
    LOG.log(
        Level.INFO,
        String.join(
            " ",
            "who=" + quoted(caller == null ? null : caller.name()),
            "by=" + (caller == null ? "-" : caller.way().name().toLowerCase(Locale.ROOT)),
            "from=" + peers.address().map(InetAddress::getHostAddress).orElse("-"),
            "what=" + quoted(request.getMethod() + " " + request.getUriInfo().getPath(false)),
            "model=" + quoted(model),
            "version=" + (version == null ? "-" : version),
            "status=" + response.getStatus(),
            "request=" + RequestId.of(request)));
  }

  /* What clients send must not be able to end the value it stands in. */
  private static String quoted(@Nullable String text) {
    return text == null ? "-" : '"' + text.replaceAll("[\\p{Cntrl}\\p{Cs}\"\\\\]", "?") + '"';
  }
}
