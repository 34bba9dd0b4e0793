package io.tfaas.http;

import io.tfaas.error.ClientText;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.MatrixParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.NoContentException;
import jakarta.ws.rs.core.Response;
import java.lang.annotation.Annotation;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.glassfish.jersey.server.ParamException;

/** The project's own sentences for what Jersey refuses. */
final class WebFailures {

  static final String NO_BODY = "The request has no body, and this path needs one";

  private static final Map<Class<? extends Annotation>, String> PARAMETERS =
      Map.of(
          QueryParam.class, "query parameter",
          HeaderParam.class, "header",
          CookieParam.class, "cookie",
          MatrixParam.class, "matrix parameter");

  private WebFailures() {}

  /** The exception's status and headers with a sentence of ours. */
  static Failure of(WebApplicationException e, ContainerRequestContext request) {
    if (e instanceof ParamException param && !(e instanceof ParamException.PathParamException)) {
      String kind = PARAMETERS.getOrDefault(param.getParameterType(), "form field");
      return new Failure(400, "Invalid value of the " + kind + " " + param.getParameterName());
    }
    Response response = e.getResponse();
    int status = response.getStatus();
    String message =
        status >= 500 && status != 503
            ? Failure.hidden(status, RequestId.of(request)).message()
            : sentence(status, e, request);
    return new Failure(status, message, headers(response));
  }

  private static String sentence(
      int status, WebApplicationException e, ContainerRequestContext request) {
    return switch (status) {
      case 400 -> malformed(e, request);
      case 404 ->
          "No such path: "
              + ClientText.shown(request.getUriInfo().getRequestUri().getRawPath())
              + "; the server's documentation lists the paths it answers";
      case 405 ->
          "Method "
              + ClientText.shown(request.getMethod())
              + " is not allowed here"
              + allowed(e.getResponse());
      case 406 ->
          "No reply of this path has a media type of " + header(request, HttpHeaders.ACCEPT);
      case 415 -> "This path does not read a body of " + header(request, HttpHeaders.CONTENT_TYPE);
      case 503 -> "The server cannot answer now; try again later";
      default -> "The request was refused: " + reason(status);
    };
  }

  private static String malformed(WebApplicationException e, ContainerRequestContext request) {
    if (e.getCause() instanceof NoContentException) {
      return NO_BODY;
    }
    String type = request.getHeaderString(HttpHeaders.CONTENT_TYPE);
    return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/")
        ? Failures.MALFORMED_FORM
        : "The request is malformed";
  }

  /* HEAD and OPTIONS come with every path and tell a caller nothing. */
  private static String allowed(Response response) {
    String allow = response.getHeaderString(HttpHeaders.ALLOW);
    String methods =
        Stream.of(allow == null ? new String[0] : allow.split(",", -1))
            .map(String::strip)
            .filter(method -> !method.matches("HEAD|OPTIONS|"))
            .sorted()
            .collect(Collectors.joining(", "));
    return methods.isEmpty() ? "" : "; allowed: " + methods;
  }

  private static String header(ContainerRequestContext request, String name) {
    String value = request.getHeaderString(name);
    return name + " " + (value == null ? "(none)" : ClientText.shown(value));
  }

  private static String reason(int status) {
    Response.Status known = Response.Status.fromStatusCode(status);
    return known == null ? "status " + status : known.getReasonPhrase();
  }

  private static Map<String, String> headers(Response response) {
    Map<String, String> headers = new HashMap<>();
    for (String name : response.getHeaders().keySet()) {
      String value = response.getHeaderString(name);
      if (value != null && !name.toLowerCase(Locale.ROOT).startsWith("content-")) {
        headers.put(name, value);
      }
    }
    return headers;
  }
}
