package io.tfaas.http;

import io.tfaas.error.OverloadedException;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;

/** Refuses a body for which the heap has no room after all. */
final class MemoryInterceptor implements ReaderInterceptor {

  @Override
  public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
    try {
      return context.proceed();
    } catch (OutOfMemoryError e) {
      /* Jersey maps the exceptions of readers, and hands their errors to the container. */
      throw new OverloadedException(Failures.OUT_OF_MEMORY, e);
    }
  }
}
