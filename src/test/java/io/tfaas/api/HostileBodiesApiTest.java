package io.tfaas.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.tfaas.testing.Samples;
import io.tfaas.testing.ServerTest;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that would cost more than they weigh, or are not what they say, by each protocol. */
final class HostileBodiesApiTest extends ServerTest {

  private static final String JSON = "/json";
  private static final String V1 = "/v1/models/half_plus_two:predict";
  private static final String V2 = "/v2/models/half_plus_two/infer";

  @Override
  protected Map<String, String> settings() {
    return Map.of("tfaas.max-request-size", "64KiB");
  }

  @Override
  protected void prepare(Path models) {
    Samples.copy(Samples.path("half_plus_two"), models.resolve("half_plus_two"));
  }

  private static String body(String path) {
    return switch (path) {
      case JSON -> "{\"values\": [5], \"model\": \"half_plus_two\"}";
      case V1 -> "{\"instances\": [[5]]}";
      default ->
          "{\"inputs\": [{\"name\": \"x\", \"shape\": [1, 1], \"datatype\": \"FP32\", \"data\": [5]}]}";
    };
  }

  private HttpResponse<byte[]> coded(String path, byte[] body) {
    return send(
        request(path)
            .header("Content-Encoding", "gzip")
            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));
  }

  private static void assertRefused(HttpResponse<byte[]> reply, int status, String sentence) {
    assertThat(text(reply)).contains("\"error\"").contains(sentence);
    assertThat(reply.statusCode()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {JSON, V1, V2})
  void aBodyInGzipIsRead(String path) {
    byte[] body = body(path).getBytes(StandardCharsets.UTF_8);
    assertThat(text(coded(path, Samples.gzip(body)))).contains("4.5");
  }

  @ParameterizedTest
  @ValueSource(strings = {JSON, V1, V2, "/proto"})
  void aBombInGzipIsNotUnpacked(String path) {
    byte[] bomb = Samples.gzip(" ".repeat(32 << 20).getBytes(StandardCharsets.UTF_8));
    assertThat(bomb).hasSizeLessThan(64 << 10);
    assertRefused(
        coded(path, bomb),
        413,
        "The request body is larger than 64 KiB, the limit tfaas.max-request-size");
  }

  @ParameterizedTest
  @ValueSource(strings = {JSON, V1, V2})
  void aBodyThatIsNotInGzipAsItSaysIsRefused(String path) {
    assertRefused(
        coded(path, body(path).getBytes(StandardCharsets.UTF_8)), 400, "The body is not gzip");
  }

  @ParameterizedTest
  @ValueSource(strings = {JSON, V1, V2})
  void deepNestingIsRefused(String path) {
    assertRefused(
        post(path, "{\"a\": " + "[".repeat(30_000) + "]".repeat(30_000) + "}"),
        400,
        "nested too deep");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        JSON + " | The body goes on after the JSON object",
        V1 + " | The body goes on after the JSON object",
        V2 + " | The JSON goes on after the request's object",
      })
  void bytesBehindTheJsonAreRefused(String path, String sentence) {
    assertRefused(post(path, body(path) + " {}"), 400, sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/models/nope:predict | No such model: 'nope'",
        "/v2/models/nope/infer | No such model: 'nope'",
        "/v1/models/half_plus_two/versions/9:predict | has no version 9",
        "/v2/models/half_plus_two/versions/9/infer | has no version 9",
        "/v1/models/half_plus_two/labels/nope:predict | has no version with the label 'nope'",
        "/v2/models/half_plus_two/versions/nope/infer | has no version with the label 'nope'",
      })
  void whatIsNotThereIsNotFound(String path, String sentence) {
    assertRefused(post(path, "{}"), 404, sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[0, 1000000000]", "[1000000000, 0]", "[4294967296, 4294967296]"})
  void aShapeThatOnlySaysItIsLargeIsRefused(String shape) {
    String body = body(V2).replace("[1, 1]", shape).replace("[5]", "[]");
    assertThat(post(V2, body).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/image", "/upload"})
  void aFormOfNothingButPartsIsRefused(String path) {
    assertRefused(form(path, "--b\r\n\r\n".repeat(9000)), 413, "The form has more than 32 parts");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/image", "/upload"})
  void aPartOfNothingButTheBoundaryIsRefused(String path) {
    assertRefused(form(path, "--b\r\n\r\n" + "x--b".repeat(15_000)), 413, "more than 500 times");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:\n", "a"})
  void aFormOfNothingButHeadersIsRefused(String header) {
    assertRefused(form("/upload", "--b\r\n" + header.repeat(70_000)), 413, "more than 65536 bytes");
  }

  private HttpResponse<byte[]> form(String path, String body) {
    return send(
        request(path)
            .header("Content-Type", "multipart/form-data; boundary=b")
            .POST(BodyPublishers.ofString(body)));
  }
}
