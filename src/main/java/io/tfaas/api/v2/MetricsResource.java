package io.tfaas.api.v2;

import io.tfaas.auth.Requires;
import io.tfaas.auth.Role;
import io.tfaas.http.Compressed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** The statistics for Prometheus, under the names of Triton's metrics. */
@Requires(Role.PREDICT)
@Compressed
@Path("metrics")
public final class MetricsResource {

  private final Statistics statistics;

  @Inject
  MetricsResource(Statistics statistics) {
    this.statistics = statistics;
  }

  @GET
  @Produces(MetricsText.CONTENT_TYPE)
  public String metrics() {
    return MetricsText.of(statistics.all());
  }
}
