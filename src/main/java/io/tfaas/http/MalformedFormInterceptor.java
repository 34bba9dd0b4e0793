package io.tfaas.http;

import io.tfaas.error.InvalidInputException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import java.text.ParseException;

/** A form whose headers the parser of forms trips over is malformed; the server has no defect. */
final class MalformedFormInterceptor implements ReaderInterceptor {

  @Override
  public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
    try {
      return context.proceed();
    } catch (RuntimeException e) {
      boolean parsing =
          e instanceof IllegalArgumentException || e.getCause() instanceof ParseException;
      if (parsing && isForm(context.getMediaType())) {
        throw new InvalidInputException(Failures.MALFORMED_FORM, e);
      }
      throw e;
    }
  }

  private static boolean isForm(MediaType type) {
    return "multipart".equalsIgnoreCase(type.getType());
  }
}
