package io.tfaas.api.openapi;

import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;

/** The description of all interfaces, for people's and programs' tools. */
public final class OpenApiFeature implements Feature {

  @Override
  public boolean configure(FeatureContext context) {
    context.register(OpenApiResource.class);
    return true;
  }
}
