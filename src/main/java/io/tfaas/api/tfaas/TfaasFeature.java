package io.tfaas.api.tfaas;

import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import org.glassfish.jersey.internal.inject.AbstractBinder;

/** TFaaS's own interface: its resources, readers and writers. */
public final class TfaasFeature implements Feature {

  private final int maxJsonDepth;

  /**
   * @param maxJsonDepth nesting allowed in JSON bodies
   */
  public TfaasFeature(int maxJsonDepth) {
    this.maxJsonDepth = maxJsonDepth;
  }

  @Override
  public boolean configure(FeatureContext context) {
    SystemStatus status = new SystemStatus();
    context
        .register(
            new AbstractBinder() {
              @Override
              protected void configure() {
                bind(status).to(SystemStatus.class);
              }
            })
        .register(status)
        .register(new JsonRowReader(maxJsonDepth))
        .register(new ElementsWriter())
        .register(PredictResource.class)
        .register(ModelsResource.class)
        .register(VersionsResource.class)
        .register(UploadResource.class)
        .register(StatusResource.class);
    return true;
  }
}
