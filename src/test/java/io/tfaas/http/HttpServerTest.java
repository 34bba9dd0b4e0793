package io.tfaas.http;

import static java.net.http.HttpRequest.BodyPublishers.ofByteArray;
import static java.net.http.HttpRequest.BodyPublishers.ofInputStream;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.ws.rs.core.Application;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.test.JerseyTest;
import org.glassfish.jersey.test.TestProperties;

/** A server with the feature, small limits and the resources of one test. */
abstract class HttpServerTest extends JerseyTest {

  static final HttpLimits LIMITS = new HttpLimits(1024, 4096, 3);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Override
  protected final Application configure() {
    forceSet(TestProperties.CONTAINER_PORT, "0");
    return new ResourceConfig(resource()).register(new HttpFeature(LIMITS));
  }

  abstract Class<?> resource();

  final HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(getBaseUri() + path));
  }

  final HttpResponse<String> get(String path) throws Exception {
    return send(request(path));
  }

  final HttpResponse<String> post(String path, String type, String body) throws Exception {
    return post(path, type, body.getBytes(UTF_8));
  }

  final HttpResponse<String> post(String path, String type, byte[] body) throws Exception {
    return send(request(path).header("Content-Type", type).POST(ofByteArray(body)));
  }

  final HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  final HttpResponse<byte[]> sendForBytes(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  /** A body whose size the headers do not tell. */
  static BodyPublisher chunked(byte[] body) {
    return ofInputStream(() -> new ByteArrayInputStream(body));
  }

  static BodyPublisher none() {
    return BodyPublishers.noBody();
  }
}
