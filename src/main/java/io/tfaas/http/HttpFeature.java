package io.tfaas.http;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.Message;
import io.tfaas.proto.DataFrame;
import io.tfaas.proto.Row;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import java.util.List;
import java.util.Set;
import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.media.multipart.MultiPartFeature;
import org.glassfish.jersey.server.ServerProperties;
import org.glassfish.jersey.server.spi.internal.ValueParamProvider;

/**
 * What every interface shares of HTTP: request ids, body limits, the error replies, forms,
 * protobuf.
 */
public final class HttpFeature implements Feature {

  /* Made anew for each reply, and most replies are short; longer ones go out in chunks. */
  private static final int REPLY_BUFFER_BYTES = 1024;

  private final HttpLimits limits;
  private final List<Message> messages;
  private final Set<String> corsOrigins;

  /** A body declared as {@link Message} is a Row unless its media type says DataFrame. */
  public HttpFeature(HttpLimits limits) {
    this(limits, List.of(Row.getDefaultInstance(), DataFrame.getDefaultInstance()));
  }

  /** A body declared as {@link Message} is one of these, the first unless its media type says. */
  public HttpFeature(HttpLimits limits, List<Message> messages) {
    this(limits, messages, Set.of());
  }

  /** The same, called by web pages of these origins too; {@code *} for all. */
  public HttpFeature(HttpLimits limits, List<Message> messages, Set<String> corsOrigins) {
    this.limits = requireNonNull(limits, "limits is null");
    this.messages = List.copyOf(messages);
    this.corsOrigins = Set.copyOf(corsOrigins);
  }

  @Override
  public boolean configure(FeatureContext context) {
    context
        .property(ServerProperties.OUTBOUND_CONTENT_LENGTH_BUFFER, REPLY_BUFFER_BYTES)
        .property(ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR, true)
        .register(
            new AbstractBinder() {
              @Override
              protected void configure() {
                bind(new RequestParams()).to(ValueParamProvider.class);
              }
            })
        .register(RequestIdFilter.class)
        .register(new OriginFilter(corsOrigins))
        .register(ReplyHeadersFilter.class)
        .register(new BodyLimitFeature(limits))
        .register(new SafeContentFeature())
        .register(MemoryInterceptor.class)
        .register(BodyRequiredInterceptor.class)
        .register(MultiPartFeature.class)
        .register(FormInterceptor.class)
        .register(CompressingInterceptor.class)
        .register(ErrorMapper.class)
        .register(ErrorBodyFilter.class)
        .register(JsonErrorMappers.OfParsing.class)
        .register(JsonErrorMappers.OfMapping.class)
        .register(new ProtobufProvider(limits.maxProtobufDepth(), messages));
    if (!corsOrigins.isEmpty()) {
      context.register(new OriginHeadersFilter(corsOrigins));
    }
    return true;
  }
}
