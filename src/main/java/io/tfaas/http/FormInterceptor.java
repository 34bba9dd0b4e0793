package io.tfaas.http;

import io.tfaas.error.InvalidInputException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import java.text.ParseException;
import java.util.regex.Pattern;

/**
 * Keeps forms within what their parser can take. One whose headers the parser trips over is
 * malformed; the server has no defect.
 */
final class FormInterceptor implements ReaderInterceptor {

  /* RFC 2046, section 5.1.1. Of a longer one the parser's search would not end in time. */
  private static final Pattern BOUNDARY =
      Pattern.compile("[0-9a-zA-Z'()+_,\\-./:=? ]{0,69}[0-9a-zA-Z'()+_,\\-./:=?]");

  @Override
  public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
    if (!"multipart".equalsIgnoreCase(context.getMediaType().getType())) {
      return context.proceed();
    }
    context.setInputStream(
        new FormStream(context.getInputStream(), boundary(context.getMediaType())));
    try {
      return context.proceed();
    } catch (RuntimeException e) {
      if (e instanceof IllegalArgumentException || e.getCause() instanceof ParseException) {
        throw new InvalidInputException(Failures.MALFORMED_FORM, e);
      }
      throw e;
    }
  }

  private static String boundary(MediaType type) {
    String boundary = type.getParameters().get("boundary");
    if (boundary == null || !BOUNDARY.matcher(boundary).matches()) {
      throw new InvalidInputException(
          "The Content-Type of a form needs a boundary of 1 to 70 letters, digits or"
              + " '()+_,-./:=? as of RFC 2046");
    }
    return boundary;
  }
}
