package io.tfaas.api.tfaas;

import io.tfaas.auth.Open;
import io.tfaas.auth.Requires;
import io.tfaas.auth.Role;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;

/** {@code /status} and the start page. */
@Path("")
public final class StatusResource {

  private final SystemStatus status;

  @Inject
  StatusResource(SystemStatus status) {
    this.status = status;
  }

  @Requires(Role.PREDICT)
  @GET
  @Path("status")
  @Produces(MediaType.APPLICATION_JSON)
  public SystemStatus.View status() {
    return status.view();
  }

  @Open
  @GET
  @Produces("text/html; charset=utf-8")
  public byte[] start() throws IOException {
    try (InputStream page = StatusResource.class.getResourceAsStream("start.html")) {
      if (page == null) {
        throw new IOException("start.html is not in the WAR");
      }
      return page.readAllBytes();
    }
  }
}
