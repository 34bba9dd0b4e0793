package io.tfaas.http;

import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;

/** Gives every resource method the limits of its bodies: {@link Upload}s have their own. */
final class BodyLimitFeature implements DynamicFeature {

  private final BodyLimitFilter requests;
  private final BodyLimitFilter uploads;
  private final UploadSlotsFilter slots;

  BodyLimitFeature(HttpLimits limits) {
    requests =
        BodyLimitFilter.ofCoded(
            new BodyLimit(limits.maxRequestSize(), "tfaas.max-request-size"),
            new BodyBudget(limits.maxBodies()));
    uploads =
        BodyLimitFilter.ofPlain(new BodyLimit(limits.maxUploadSize(), "tfaas.max-upload-size"));
    slots = new UploadSlotsFilter(limits.maxUploads());
  }

  @Override
  public void configure(ResourceInfo resource, FeatureContext context) {
    boolean upload =
        resource.getResourceMethod().isAnnotationPresent(Upload.class)
            || resource.getResourceClass().isAnnotationPresent(Upload.class);
    context.register(upload ? uploads : requests);
    if (upload) {
      context.register(slots);
    }
  }
}
