package io.tfaas.api.tfserving;

import io.tfaas.inference.Predictor;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import org.glassfish.jersey.internal.inject.AbstractBinder;

/** TensorFlow Serving's REST interface: its resources and the writer of its replies. */
public final class TfServingFeature implements Feature {

  private final Calls calls;

  /**
   * @param maxJsonDepth nesting allowed in JSON bodies
   */
  public TfServingFeature(Predictor predictor, int maxJsonDepth) {
    this.calls = new Calls(predictor, new JsonReader(maxJsonDepth));
  }

  @Override
  public boolean configure(FeatureContext context) {
    context
        .register(
            new AbstractBinder() {
              @Override
              protected void configure() {
                bind(calls).to(Calls.class);
              }
            })
        .register(new ReplyWriter())
        .register(CallResource.class)
        .register(ModelResource.class);
    return true;
  }
}
