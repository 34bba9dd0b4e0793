package io.tfaas.http;

import io.tfaas.inference.CallTerms;
import jakarta.ws.rs.core.Context;
import java.util.function.Function;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.model.Parameter;
import org.glassfish.jersey.server.spi.internal.ValueParamProvider;
import org.jspecify.annotations.Nullable;

/**
 * Gives resource methods what they ask for by {@link Context}: {@link CallTerms}, and what the
 * request itself is. Jersey alone would ask its injection library for the latter, which takes more
 * than a microsecond of each request.
 */
final class RequestParams implements ValueParamProvider {

  @Override
  public @Nullable Function<ContainerRequest, ?> getValueProvider(Parameter parameter) {
    Class<?> type = parameter.getRawType();
    if (parameter.getSource() != Parameter.Source.CONTEXT) {
      return null;
    }
    if (type == CallTerms.class) {
      return RequestTerms::of;
    }
    return type.isAssignableFrom(ContainerRequest.class) ? request -> request : null;
  }

  @Override
  public PriorityType getPriority() {
    return Priority.HIGH;
  }
}
