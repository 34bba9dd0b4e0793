package io.tfaas.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tfaas.testing.ServerTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** What every reply does, with the default settings. */
final class SafeRepliesApiTest extends ServerTest {

  @Test
  void repliesAreTakenForWhatTheySayTheyAre() {
    assertThat(get("/models").headers().allValues("X-Content-Type-Options"))
        .containsExactly("nosniff");
    assertThat(get("/no/such").headers().allValues("X-Content-Type-Options"))
        .containsExactly("nosniff");
  }

  @Test
  void noPageOfAnotherOriginMayReadThem() {
    assertThat(send(request("/models").header("Origin", "https://any.example")).headers().map())
        .doesNotContainKeys("access-control-allow-origin", "vary");
  }

  @Test
  void noPageOfAnotherOriginMayChangeAnything() {
    HttpResponse<byte[]> reply =
        send(
            request("/params")
                .header("Origin", "https://any.example")
                .header("Sec-Fetch-Site", "same-site")
                .POST(BodyPublishers.ofString("{}")));

    assertThat(reply.statusCode()).isEqualTo(403);
  }

  @Test
  void traceIsOff() {
    assertThat(send(request("/models").method("TRACE", BodyPublishers.noBody())).statusCode())
        .isBetween(400, 501);
  }

  @Test
  void failuresRepeatNoControlCharacters() {
    for (String path :
        new String[] {"/v1/models/a%07%1B%5B2J%0Ab", "/no%0D%0Asuch", "/v2/models/%E2%80%AE"}) {
      assertThat(text(get(path)))
          .doesNotContainPattern("[\\p{Cntrl}&&[^\n]]|\\u202e|\\\\u00|\\\\[nrbft]");
    }
    assertThat(text(post("/json", "{\"model\": \"a\\u001b\\u0007\", \"values\": [1]}")))
        .doesNotContainPattern("\\\\u00|[\\p{Cntrl}&&[^\n]]");
  }
}
