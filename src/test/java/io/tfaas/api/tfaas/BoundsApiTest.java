package io.tfaas.api.tfaas;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.tfaas.testing.ServerTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bounds that hold for all requests together. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class BoundsApiTest extends ServerTest {

  private static final String TOO_MANY_BYTES =
      "{\"error\": \"The server holds as many bytes of requests as it may; try again in a moment\"}\n";

  @Override
  protected Map<String, String> settings() {
    return Map.of("tfaas.max-uploads", "1", "tfaas.max-bodies", "200kB");
  }

  private void assertTooManyBytes(HttpResponse<byte[]> reply) {
    assertThat(reply.statusCode()).isEqualTo(429);
    assertThat(text(reply)).isEqualTo(TOO_MANY_BYTES);
    assertThat(reply.headers().firstValue("Retry-After")).contains("1");
  }

  private void assertTooLarge(HttpResponse<byte[]> reply) {
    assertThat(reply.statusCode()).isEqualTo(413);
    assertThat(text(reply))
        .contains("The request body is larger than 200000 bytes, the limit tfaas.max-bodies");
  }

  @Test
  void aBodyThatIsTooMuchByItselfIsRefused() {
    assertTooLarge(post("/json", new byte[200_001]));
  }

  @Test
  void aBodyOfUnknownLengthIsCountedAsItComes() {
    assertTooLarge(
        send(
            request("/v1/models/none:predict")
                .POST(
                    BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(new byte[3_000_000])))));
  }

  /* Where the other body came second, it was refused, and this one is for what it is: once more. */
  @Test
  void aBodyThatIsTooMuchWithOthersIsRefused() throws IOException {
    HttpResponse<byte[]> reply = postBesideAnother();
    while (reply.statusCode() == 400) {
      reply = postBesideAnother();
    }
    assertTooManyBytes(reply);
  }

  private HttpResponse<byte[]> postBesideAnother() throws IOException {
    URI server = uri("/json");
    try (Socket other = new Socket(server.getHost(), server.getPort())) {
      other
          .getOutputStream()
          .write(
              "POST /json HTTP/1.1\r\nHost: localhost\r\nContent-Length: 150000\r\n\r\n{"
                  .getBytes(US_ASCII));
      return post("/json", new byte[150_000]);
    }
  }

  @Test
  void bodiesAfterOneAnotherAreNotTogether() {
    for (int i = 0; i < 5; i++) {
      assertThat(post("/json", new byte[150_000]).statusCode()).isEqualTo(400);
    }
  }

  private Socket beginUpload() throws IOException {
    URI server = uri("/bundle");
    Socket socket = new Socket(server.getHost(), server.getPort());
    socket
        .getOutputStream()
        .write(
            "POST /bundle HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nab"
                .getBytes(US_ASCII));
    return socket;
  }

  /* Where the other upload came first, this one has been refused: it begins again. */
  @Test
  void moreUploadsThanAtOnceAreRefusedUntilOneHasEnded() throws IOException {
    Socket upload = beginUpload();
    try {
      HttpResponse<byte[]> reply = post("/bundle", "x");
      while (reply.statusCode() != 429) {
        if (upload.getInputStream().available() > 0) {
          upload.close();
          upload = beginUpload();
        }
        reply = post("/bundle", "x");
      }
      assertThat(text(reply))
          .isEqualTo(
              "{\"error\": \"The server takes at most 1 uploads at once; try again in a moment\"}\n");
      assertThat(reply.headers().firstValue("Retry-After")).contains("1");
      assertThat(get("/models").statusCode()).isEqualTo(200);
      upload.getOutputStream().write("cdefghi".getBytes(US_ASCII));
      while (reply.statusCode() == 429) {
        reply = post("/bundle", "x");
      }
      assertThat(reply.statusCode()).isEqualTo(400);
    } finally {
      upload.close();
    }
  }
}
