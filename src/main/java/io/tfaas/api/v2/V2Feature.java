package io.tfaas.api.v2;

import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import org.glassfish.jersey.internal.inject.AbstractBinder;

/** The Open Inference Protocol V2: its resources, readers and writers. */
public final class V2Feature implements Feature {

  private final int maxJsonDepth;
  private final String version;

  /**
   * @param maxJsonDepth nesting allowed in JSON bodies
   * @param version of the server, as it tells it
   */
  public V2Feature(int maxJsonDepth, String version) {
    this.maxJsonDepth = maxJsonDepth;
    this.version = version;
  }

  @Override
  public boolean configure(FeatureContext context) {
    InferReader reader = new InferReader(maxJsonDepth);
    context
        .register(
            new AbstractBinder() {
              @Override
              protected void configure() {
                bind(new ServerMetadata(version)).to(ServerMetadata.class);
                bind(reader).to(InferReader.class);
                bindAsContract(Inference.class);
                bindAsContract(Statistics.class);
              }
            })
        .register(new InferReplyWriter())
        .register(new RepositoryRequestReader(maxJsonDepth))
        .register(ServerResource.class)
        .register(ModelResource.class)
        .register(InferResource.class)
        .register(StatisticsResource.class)
        .register(MetricsResource.class)
        .register(RepositoryResource.class);
    return true;
  }
}
