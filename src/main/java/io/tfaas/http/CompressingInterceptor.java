package io.tfaas.http;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;

/** Compresses the replies of what is {@link Compressed}, as the request's Accept-Encoding asks. */
@Compressed
@Priority(Priorities.ENTITY_CODER)
final class CompressingInterceptor implements WriterInterceptor {

  private final Provider<ContainerRequestContext> request;

  @Inject
  CompressingInterceptor(Provider<ContainerRequestContext> request) {
    this.request = request;
  }

  @Override
  public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
    context.getHeaders().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    Optional<ContentCoding> coding =
        AcceptEncoding.best(request.get().getHeaderString(HttpHeaders.ACCEPT_ENCODING));
    if (coding.isEmpty()) {
      context.proceed();
      return;
    }
    context.getHeaders().putSingle(HttpHeaders.CONTENT_ENCODING, coding.get().label());
    context.getHeaders().remove(HttpHeaders.CONTENT_LENGTH);
    OutputStream plain = context.getOutputStream();
    Unclosed sent = new Unclosed(plain);
    DeflaterOutputStream coded = coding.get().encode(sent);
    try {
      context.setOutputStream(coded);
      context.proceed();
      coded.close();
    } finally {
      /* Closing frees native memory, but the end of a reply that failed half-way is not sent. */
      sent.cutOff();
      coded.close();
    }
    context.setOutputStream(plain);
  }
}
