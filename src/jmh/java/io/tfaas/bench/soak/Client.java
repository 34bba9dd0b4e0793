package io.tfaas.bench.soak;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Posts bodies to the server. Not by {@link java.net.http.HttpClient}, which under load closes a
 * connection as idle that another thread has just sent a request on, and fails that request.
 */
final class Client {

  private static final int MAX_MILLIS = 60_000;

  static {
    /* It would send a request anew whose connection broke, and hide that. */
    System.setProperty("sun.net.http.retryPost", "false");
  }

  private Client() {}

  static Reply post(URI uri, byte[] body, String... headers) throws IOException {
    HttpURLConnection connection = open(uri, "POST");
    for (int i = 0; i < headers.length; i += 2) {
      connection.setRequestProperty(headers[i], headers[i + 1]);
    }
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(body.length);
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body);
    }
    return reply(connection);
  }

  static Reply post(URI uri, String body) throws IOException {
    return post(uri, body.getBytes(StandardCharsets.UTF_8), "Content-Type", "application/json");
  }

  static Reply delete(URI uri) throws IOException {
    return reply(open(uri, "DELETE"));
  }

  private static HttpURLConnection open(URI uri, String method) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setRequestMethod(method);
    connection.setConnectTimeout(MAX_MILLIS);
    connection.setReadTimeout(MAX_MILLIS);
    return connection;
  }

  private static Reply reply(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    try (InputStream in =
        status >= 400 ? connection.getErrorStream() : connection.getInputStream()) {
      return new Reply(
          status,
          Optional.ofNullable(connection.getHeaderField("Inference-Header-Content-Length")),
          in == null ? new byte[0] : in.readAllBytes());
    }
  }
}
