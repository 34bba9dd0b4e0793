package io.tfaas.api.v2;

import io.tfaas.auth.Open;
import io.tfaas.auth.Requires;
import io.tfaas.auth.Role;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** Whether the server answers, and what it is. */
@Requires(Role.PREDICT)
@Path("v2")
@Produces(MediaType.APPLICATION_JSON)
public final class ServerResource {

  private static final List<String> EXTENSIONS =
      List.of(
          "binary_tensor_data",
          "classification",
          "model_repository",
          "model_repository(unload_dependents)",
          "parameters",
          "statistics");

  record Live(boolean live) {}

  /** With both names: the protocol's text gives this reply the field of the other. */
  record Ready(boolean ready, boolean live) {}

  record Server(String name, String version, List<String> extensions) {}

  @GET
  public Server server() {
    return new Server("tfaas", System.getProperty("io.tfaas.version", "unknown"), EXTENSIONS);
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
