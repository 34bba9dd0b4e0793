package io.tfaas.api.v2;

import io.tfaas.auth.Requires;
import io.tfaas.auth.Role;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** How often models were called, and how long it took. */
@Requires(Role.PREDICT)
@Path("v2")
@Produces(MediaType.APPLICATION_JSON)
public final class StatisticsResource {

  private final Statistics statistics;

  @Inject
  StatisticsResource(Statistics statistics) {
    this.statistics = statistics;
  }

  @GET
  @Path("models/stats")
  public ModelStats.All all() {
    return ModelStats.All.of(statistics.all());
  }

  @GET
  @Path("models/{model}/stats")
  public ModelStats.All model(@PathParam("model") String model) {
    return ModelStats.All.of(statistics.of(ModelRefs.of(model).name()));
  }

  @GET
  @Path("models/{model}/versions/{version}/stats")
  public ModelStats.All version(
      @PathParam("model") String model, @PathParam("version") String version) {
    return ModelStats.All.of(statistics.of(ModelRefs.of(model, version)));
  }
}
