package io.tfaas.server;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/** Writes {@code {"error": "…"}} for what Tomcat refuses before the application sees it. */
public final class JsonErrorValve extends ErrorReportValve {

  @Override
  protected void report(Request request, Response response, @Nullable Throwable throwable) {
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    if (status == 503) {
      response.setHeader("Retry-After", "1");
    }
    try {
      response.setContentType("application/json");
      response.setHeader("X-Content-Type-Options", "nosniff");
      response.setCharacterEncoding(StandardCharsets.UTF_8.name());
      Writer writer = response.getReporter();
      if (writer != null) {
        writer.write("{\"error\": \"" + message(status) + "\"}\n");
        response.finishResponse();
      }
    } catch (IOException | IllegalStateException e) {
      // The client is gone, or has its answer.
    }
  }

  private static String message(int status) {
    return switch (status) {
      case 400 -> "Malformed HTTP request";
      case 404 -> "No such path";
      case 405 -> "Method not allowed";
      case 413 -> "Request too large";
      case 414 -> "Path or query too long";
      case 431 -> "Request headers too large";
      case 501 -> "Not implemented";
      case 503 -> "The server is stopping";
      case 505 -> "HTTP version not supported";
      default -> status < 500 ? "Request refused" : "Internal error";
    };
  }
}
