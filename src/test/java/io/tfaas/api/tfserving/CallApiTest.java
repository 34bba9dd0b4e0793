package io.tfaas.api.tfserving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tfaas.testing.Samples;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What a call may look like, and what its reply says beside the values. */
final class CallApiTest extends ConformanceModels {

  @Override
  List<String> models() {
    return List.of("counter", "pr_float", "pr_half", "pr_none", "pr_string", "pr_uint64", "rs028");
  }

  @Override
  protected Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(super.settings());
    settings.put("tfaas.max-request-size", "1MiB");
    return settings;
  }

  @TestFactory
  Stream<DynamicTest> calls() {
    return Stream.of(
        answered("pr_none:predict", "{}", "{'outputs':[1.0]}"),
        answered("pr_none:predict", "{'inputs': {}}", "{'outputs':[1.0]}"),
        answered("counter:predict", "{'signature_name': 'get_counter'}", "{'outputs':0.0}"),
        answered("pr_half:predict", "{'instances': [1.5, NaN]}", "{'predictions':[1.5,NaN]}"),
        answered(
            "pr_uint64:predict",
            "{'inputs': [18446744073709551615]}",
            "{'outputs':[18446744073709551615]}"),
        answered(
            "pr_string:predict",
            "{'instances': ['é', {'b64': '/w=='}]}",
            "{'predictions':['é',{'b64':'/w=='}]}"),
        answered("pr_string:predict", "{'inputs': {'b64': 'aGk'}}", "{'outputs':'hi'}"),
        answered("pr_string:predict", "{'inputs': {'default': 'hi'}}", "{'outputs':'hi'}"),
        answered("rs028:predict", "{'instances': [1]}", "{'predictions':[{'b64':'/w=='}]}"),
        answered("pr_float:predict", "{'inputs': [Inf, -Inf]}", "{'outputs':[Infinity,-Infinity]}"),
        answered("modelname/versions/99:predict", "{'instances': [1]}", "{'predictions':[1.0]}"),
        answered("modelname/labels/latest:predict", "{'instances': [1]}", "{'predictions':[1.0]}"),
        answered("%6Dodelname:predict", "{'instances': [1]}", "{'predictions':[1.0]}"));
  }

  private DynamicTest answered(String call, String body, String expected) {
    return dynamicTest(
        call + " " + body,
        () ->
            assertThat(text(post("/v1/models/" + call, body.replace('\'', '"'))))
                .isEqualTo(expected.replace('\'', '"') + "\n"));
  }

  @Test
  void theReplyNamesTheVersion() {
    HttpResponse<byte[]> reply = post("/v1/models/modelname:predict", "{\"inputs\": 1}");

    assertThat(reply.headers().firstValue("X-Model-Version")).hasValue("99");
  }

  @Test
  void theContentTypeDoesNotMatter() {
    HttpRequest.Builder request =
        request("/v1/models/pr_float:predict")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("{\"inputs\": 1}"));

    assertThat(text(send(request))).isEqualTo("{\"outputs\":1.0}\n");
  }

  @Test
  void aBodyMayBeCompressedAndItsReplyToo() throws IOException {
    byte[] body = Samples.gzip("{\"inputs\": [1]}".getBytes(StandardCharsets.UTF_8));
    HttpResponse<byte[]> reply = send(compressed(body).header("Accept-Encoding", "gzip"));

    assertThat(reply.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(new GZIPInputStream(new ByteArrayInputStream(reply.body())).readAllBytes())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("{\"outputs\":[1.0]}\n");
  }

  @Test
  void aCompressedBodyHasTheLimitOfAPlainOne() {
    byte[] bomb = Samples.gzip(" ".repeat(2 << 20).getBytes(StandardCharsets.UTF_8));
    HttpResponse<byte[]> reply = send(compressed(bomb));

    assertThat(reply.statusCode()).isEqualTo(413);
    assertThat(text(reply)).contains("larger than 1 MiB");
  }

  @Test
  void aBodyThatIsNotCompressedAsItSaysIsRefused() {
    HttpResponse<byte[]> reply = send(compressed("{}".getBytes(StandardCharsets.UTF_8)));

    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(text(reply)).contains("is not gzip data");
  }

  private HttpRequest.Builder compressed(byte[] body) {
    return request("/v1/models/pr_float:predict")
        .header("Content-Encoding", "gzip")
        .POST(BodyPublishers.ofByteArray(body));
  }
}
