package io.tfaas.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.regex.Pattern;

/** The body of every reply that reports a failure. */
public final class ErrorBody {

  /* Escaped they would do no harm on the way, but in the terminal or log of whoever reads them. */
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

  private ErrorBody() {}

  /** The UTF-8 bytes of {@code {"error": "…"}} and a newline. */
  public static byte[] of(String message) {
    String shown = CONTROL.matcher(message).replaceAll("?");
    StringBuilder body = new StringBuilder("{\"error\": \"");
    JsonStringEncoder.getInstance().quoteAsString(shown, body);
    return body.append("\"}\n").toString().getBytes(UTF_8);
  }
}
