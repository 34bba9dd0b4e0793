package io.tfaas.http;

import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;

/** Gives every resource method the limit of its bodies: {@link Upload}s a limit of their own. */
final class BodyLimitFeature implements DynamicFeature {

  private final BodyLimitFilter requests;
  private final BodyLimitFilter uploads;

  BodyLimitFeature(HttpLimits limits) {
    requests =
        BodyLimitFilter.ofCoded(new BodyLimit(limits.maxRequestSize(), "tfaas.max-request-size"));
    uploads =
        BodyLimitFilter.ofPlain(new BodyLimit(limits.maxUploadSize(), "tfaas.max-upload-size"));
  }

  @Override
  public void configure(ResourceInfo resource, FeatureContext context) {
    boolean upload =
        resource.getResourceMethod().isAnnotationPresent(Upload.class)
            || resource.getResourceClass().isAnnotationPresent(Upload.class);
    context.register(upload ? uploads : requests);
  }
}
