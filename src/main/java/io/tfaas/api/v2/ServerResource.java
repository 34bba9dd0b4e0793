package io.tfaas.api.v2;

import io.tfaas.auth.Open;
import io.tfaas.auth.Requires;
import io.tfaas.auth.Role;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Whether the server answers, and what it is. */
@Requires(Role.PREDICT)
@Path("v2")
@Produces(MediaType.APPLICATION_JSON)
public final class ServerResource {

  private final ServerMetadata metadata;

  @Inject
  ServerResource(ServerMetadata metadata) {
    this.metadata = metadata;
  }

  record Live(boolean live) {}

  /** With both names: the protocol's text gives this reply the field of the other. */
  record Ready(boolean ready, boolean live) {}

  @GET
  public ServerMetadata server() {
    return metadata;
  }

  @Open
  @GET
  @Path("health/live")
  public Live live() {
    return new Live(true);
  }

  /** A server that answers at all has read its model folder. */
  @Open
  @GET
  @Path("health/ready")
  public Ready ready() {
    return new Ready(/* ready= */ true, /* live= */ true);
  }
}
