package io.tfaas.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tfaas.testing.ServerTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What browsers are told, where one origin is allowed. */
final class OriginApiTest extends ServerTest {

  private static final String OWN = "https://lab.example";
  private static final String OTHER = "https://other.example";

  @Override
  protected Map<String, String> settings() {
    return Map.of("tfaas.cors.origins", OWN);
  }

  private HttpResponse<byte[]> preflight(String path, String origin) {
    return send(
        request(path)
            .header("Origin", origin)
            .header("Access-Control-Request-Method", "POST")
            .header("Access-Control-Request-Headers", "authorization,content-type")
            .method("OPTIONS", BodyPublishers.noBody()));
  }

  private static String header(HttpResponse<byte[]> response, String name) {
    return response.headers().firstValue(name).orElse("none");
  }

  @Test
  void answersThePreflightOfItsOrigin() {
    HttpResponse<byte[]> reply = preflight("/json", OWN);

    assertThat(reply.statusCode()).isEqualTo(204);
    assertThat(header(reply, "Access-Control-Allow-Origin")).isEqualTo(OWN);
    assertThat(header(reply, "Access-Control-Allow-Methods")).contains("POST", "DELETE");
    assertThat(header(reply, "Access-Control-Allow-Headers"))
        .isEqualTo(
            "Accept, Authorization, Content-Encoding, Content-Type,"
                + " Inference-Header-Content-Length, X-Request-Id, X-Request-Timeout");
    assertThat(header(reply, "Vary")).isEqualTo("Origin");
  }

  @Test
  void refusesThePreflightOfAnother() {
    HttpResponse<byte[]> reply = preflight("/json", OTHER);

    assertThat(reply.statusCode()).isEqualTo(403);
    assertThat(header(reply, "Access-Control-Allow-Origin")).isEqualTo("none");
  }

  @Test
  void letsPagesOfItsOriginReadReplies() {
    HttpResponse<byte[]> reply = send(request("/models").header("Origin", OWN));

    assertThat(header(reply, "Access-Control-Allow-Origin")).isEqualTo(OWN);
    assertThat(header(reply, "Access-Control-Expose-Headers"))
        .isEqualTo(
            "Inference-Header-Content-Length, Location, RateLimit-Limit, RateLimit-Remaining,"
                + " RateLimit-Reset, Retry-After, WWW-Authenticate, X-Model-Version, X-Request-Id");
    assertThat(header(reply, "Access-Control-Allow-Credentials")).isEqualTo("none");
  }

  @Test
  void doesNotLetPagesOfAnotherReadThem() {
    HttpResponse<byte[]> reply = send(request("/models").header("Origin", OTHER));

    assertThat(header(reply, "Access-Control-Allow-Origin")).isEqualTo("none");
    assertThat(header(reply, "Vary")).isEqualTo("Origin");
  }

  @Test
  void tellsCachesThatACompressedReplyDependsOnTheOriginToo() {
    HttpResponse<byte[]> reply =
        send(request("/openapi.json").header("Origin", OWN).header("Accept-Encoding", "gzip"));

    assertThat(header(reply, "Content-Encoding")).isEqualTo("gzip");
    assertThat(String.join(", ", reply.headers().allValues("Vary")).split(",\\s*"))
        .containsExactlyInAnyOrder("Origin", "Accept-Encoding");
  }

  @Test
  void letsPagesReadFailuresToo() {
    HttpResponse<byte[]> reply = send(request("/no/such").header("Origin", OWN));

    assertThat(reply.statusCode()).isEqualTo(404);
    assertThat(header(reply, "Access-Control-Allow-Origin")).isEqualTo(OWN);
  }

  @Test
  void letsPagesOfAnotherChangeNothing() {
    HttpResponse<byte[]> reply =
        send(
            request("/upload")
                .header("Origin", OTHER)
                .header("Sec-Fetch-Site", "cross-site")
                .POST(BodyPublishers.ofString("x")));

    assertThat(reply.statusCode()).isEqualTo(403);
    assertThat(text(reply)).contains("tfaas.cors.origins");
  }

  @Test
  void letsPagesOfItsOwnChange() {
    HttpResponse<byte[]> reply =
        send(
            request("/json")
                .header("Origin", OWN)
                .header("Sec-Fetch-Site", "cross-site")
                .POST(BodyPublishers.ofString("x")));

    assertThat(reply.statusCode()).isEqualTo(400);
  }
}
