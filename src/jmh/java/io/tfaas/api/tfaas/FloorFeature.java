package io.tfaas.api.tfaas;

import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;

/** The routes of the floor that benchmarks compare with, without a model. */
public final class FloorFeature implements Feature {

  private static final int MAX_JSON_DEPTH = 64;

  private final boolean gathered;

  /**
   * @param gathered whether requests are answered together, in the thread of one of them
   */
  public FloorFeature(boolean gathered) {
    this.gathered = gathered;
  }

  @Override
  public boolean configure(FeatureContext context) {
    context
        .register(new JsonRowReader(MAX_JSON_DEPTH))
        .register(new ElementsWriter())
        .register(gathered ? GatheredFloorResource.class : FloorResource.class);
    return true;
  }
}
