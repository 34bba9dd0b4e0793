package io.tfaas.api.v2;

import static org.assertj.core.api.Assertions.assertThat;

import io.tfaas.testing.Samples;
import io.tfaas.testing.ServerTest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Requests to a model whose config.pbtxt has {@code max_batch_size: 8}. */
final class RowLimitApiTest extends ServerTest {

  @Override
  protected void prepare(Path models) {
    Samples.copy(Samples.resource("/conformance/models/simple"), models.resolve("simple"));
  }

  private HttpResponse<byte[]> infer(int rows) {
    String zeros = "0,".repeat(16 * rows).replaceFirst(",$", "");
    String input = "{\"name\":\"INPUT%d\",\"datatype\":\"INT32\",\"shape\":[%d,16],\"data\":[%s]}";
    return post(
        "/v2/models/simple/infer",
        "{\"inputs\":["
            + input.formatted(0, rows, zeros)
            + ","
            + input.formatted(1, rows, zeros)
            + "]}");
  }

  @Test
  void takesAsManyRowsAsTheModelAllows() {
    assertThat(Replies.values(infer(8), "OUTPUT0")).hasSize(128);
  }

  @Test
  void refusesMoreRows() {
    HttpResponse<byte[]> reply = infer(9);
    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(Replies.parse(text(reply)).get("error").textValue())
        .isEqualTo("The model takes at most 8 rows a request (max_batch_size), the request has 9");
  }
}
