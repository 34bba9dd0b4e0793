package io.tfaas.http;

import com.google.protobuf.Message;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import java.util.Arrays;

/** Gives every resource method the limits of its bodies: {@link Upload}s have their own. */
final class BodyLimitFeature implements DynamicFeature {

  /* An empty row of a DataFrame has 2 bytes, and with its answer some 150 in memory. */
  private static final int MESSAGE_WEIGHT = 4;

  private final BodyLimitFilter requests;
  private final BodyLimitFilter messages;
  private final BodyLimitFilter uploads;
  private final UploadSlotsFilter slots;

  BodyLimitFeature(HttpLimits limits) {
    BodyLimit limit = new BodyLimit(limits.maxRequestSize(), "tfaas.max-request-size");
    BodyBudget budget = new BodyBudget(new BodyLimit(limits.maxBodies(), "tfaas.max-bodies"));
    requests = BodyLimitFilter.ofCoded(limit, budget, /* weight= */ 1);
    messages = BodyLimitFilter.ofCoded(limit, budget, MESSAGE_WEIGHT);
    uploads =
        BodyLimitFilter.ofPlain(new BodyLimit(limits.maxUploadSize(), "tfaas.max-upload-size"));
    slots = new UploadSlotsFilter(limits.maxUploads());
  }

  @Override
  public void configure(ResourceInfo resource, FeatureContext context) {
    boolean upload =
        resource.getResourceMethod().isAnnotationPresent(Upload.class)
            || resource.getResourceClass().isAnnotationPresent(Upload.class);
    if (upload) {
      context.register(uploads).register(slots);
    } else {
      context.register(readsMessage(resource) ? messages : requests);
    }
  }

  private static boolean readsMessage(ResourceInfo resource) {
    return Arrays.stream(resource.getResourceMethod().getParameterTypes())
        .anyMatch(Message.class::isAssignableFrom);
  }
}
