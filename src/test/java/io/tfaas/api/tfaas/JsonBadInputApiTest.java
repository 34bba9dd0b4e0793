package io.tfaas.api.tfaas;

import static io.tfaas.api.tfaas.Replies.assertError;
import static io.tfaas.api.tfaas.Replies.ok;
import static org.assertj.core.api.Assertions.assertThat;

import io.tfaas.proto.Predictions;
import io.tfaas.proto.Row;
import io.tfaas.testing.Samples;
import io.tfaas.testing.ServerTest;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that cannot be predicted, and the content types that rows come with. */
final class JsonBadInputApiTest extends ServerTest {

  private static final String EXPECTED =
      "expected {\"keys\": [names], \"values\": [numbers], \"model\": name}";

  @Override
  protected Map<String, String> settings() {
    return Map.of("tfaas.max-request-size", "64KiB");
  }

  @Override
  protected void prepare(Path models) {
    Samples.copy(Samples.path("cancer"), models.resolve("cancer"));
    Samples.copy(Samples.path("hep42"), models.resolve("hep42"));
  }

  @Test
  void aBodyThatIsNotJson() {
    assertRefused("values=1", "The body is not JSON: line 1, column 8");
  }

  @Test
  void anEmptyBody() {
    assertRefused("", "The body is empty; " + EXPECTED);
  }

  @Test
  void aBodyOfBlanks() {
    assertRefused(" \n ", "The body is empty; " + EXPECTED);
  }

  @Test
  void anArray() {
    assertRefused("[1, 2]", "The body is not a JSON object; " + EXPECTED);
  }

  @Test
  void noValues() {
    assertRefused("{\"model\": \"hep42\"}", "'values' is missing; " + EXPECTED);
  }

  @Test
  void valuesThatAreNull() {
    assertRefused(
        "{\"values\": null, \"model\": \"hep42\"}", "'values' is not an array; " + EXPECTED);
  }

  @Test
  void valuesThatAreEmpty() {
    assertRefused("{\"values\": [], \"model\": \"hep42\"}", "The request has no values");
  }

  @Test
  void valuesTwice() {
    assertRefused("{\"values\": [1], \"values\": [2]}", "'values' is given twice");
  }

  @Test
  void aValueThatIsNull() {
    assertRefused("{\"values\": [1, null]}", "Value 2 is not a number");
  }

  @Test
  void aValueThatIsAString() {
    assertRefused("{\"values\": [\"1\"]}", "Value 1 is not a number");
  }

  @Test
  void aValueThatIsAnArray() {
    assertRefused("{\"values\": [[1, 2]]}", "Value 1 is not a number");
  }

  @Test
  void aValueThatIsNoNumberOfJson() {
    assertRefused("{\"values\": [NaN]}", "The body is not JSON: line 1, column 16");
  }

  @Test
  void tooFewValues() {
    assertRefused(
        "{\"values\": [1, 2], \"model\": \"hep42\"}",
        "The model takes 42 values a row, the request has 2");
  }

  @Test
  void tooManyValues() {
    assertRefused(
        "{\"values\": [%s], \"model\": \"hep42\"}"
            .formatted(String.join(",", Collections.nCopies(43, "1"))),
        "The model takes 42 values a row, the request has 43");
  }

  @Test
  void aValueThatTheTypeCannotHold() {
    assertRefused(
        row("1e39"),
        "Value 1 (1.0E39) is out of the range of input '" + inputName() + "' (float32)");
  }

  @Test
  void aNumberOfAThousandDigits() {
    assertRefused(
        "{\"values\": [" + "9".repeat(1000) + "]}",
        "The JSON is nested too deeply, or holds a number too long");
  }

  @Test
  void keysThatAreNoArray() {
    assertRefused("{\"keys\": \"a\", \"values\": [1]}", "'keys' is not an array; " + EXPECTED);
  }

  @Test
  void aKeyThatIsNoString() {
    assertRefused("{\"keys\": [1], \"values\": [1]}", "Key 1 is not a string");
  }

  @Test
  void aModelThatIsNoString() {
    assertRefused("{\"values\": [1], \"model\": 3}", "'model' is not a string");
  }

  @Test
  void nestingThatIsTooDeep() {
    assertRefused(
        "{\"other\": " + "[".repeat(1000) + "]".repeat(1000) + ", \"values\": [1]}",
        "The JSON is nested too deeply, or holds a number too long");
  }

  @Test
  void bytesAfterTheObject() {
    assertRefused("{\"values\": [1]} {}", "The body goes on after the JSON object");
  }

  @Test
  void anObjectCutShort() {
    assertRefused("{\"values\": [1", "The body is not JSON: line 1, column 14");
  }

  @Test
  void bytesThatAreNoText() {
    byte[] body = {0, 0, 0, '{', 0x7f, 0x7f, 0x7f, 0x7f};

    assertError(post("/json", body), 400, "The body is not JSON");
  }

  @Test
  void textOfAnotherEncoding() {
    byte[] body = "{\"model\": \"größe\"}".getBytes(StandardCharsets.ISO_8859_1);

    HttpResponse<byte[]> response = post("/json", body);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(text(response)).contains("The body is not JSON: line 1, column ");
  }

  @Test
  void aModelThatIsNotThere() {
    assertError(
        post("/json", "{\"values\": [1], \"model\": \"nowhere\"}"),
        404,
        "No such model: 'nowhere'");
  }

  @Test
  void aNameThatNoModelCanHave() {
    HttpResponse<byte[]> response = post("/json", "{\"values\": [1], \"model\": \"../x\"}");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(Replies.json(response).get("error").asText())
        .startsWith("Invalid model name '../x': ");
  }

  @Test
  void noModelAndNoDefault() {
    assertRefused(
        "{\"values\": [1]}",
        "The request names no model, and none of the 2 models is the default; name one");
  }

  @Test
  void noModelAtAll() {
    ok(delete("/delete/hep42"));
    ok(delete("/delete/cancer"));

    assertRefused("{\"values\": [1]}", "There is no model yet; upload one");
  }

  @Test
  void aBodyThatSaysItIsTooLarge() {
    assertError(
        post("/json", "{\"values\": [1" + " ".repeat(64 * 1024) + "]}"),
        413,
        "The request body is larger than 64 KiB, the limit tfaas.max-request-size");
  }

  @Test
  void aChunkedBodyThatTurnsOutTooLarge() {
    byte[] body =
        ("{\"values\": [1" + " ".repeat(64 * 1024) + "]}").getBytes(StandardCharsets.UTF_8);
    HttpResponse<byte[]> response =
        send(
            request("/json")
                .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body))));

    assertError(
        response, 413, "The request body is larger than 64 KiB, the limit tfaas.max-request-size");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/json", "/proto", "/predict/json", "/predict/proto"})
  void aWrongMethod(String path) {
    assertError(get(path), 405, "Method GET is not allowed here; allowed: POST");
  }

  @Test
  void aPathThatIsNotThere() {
    assertError(
        post("/nowhere", "{}"),
        404,
        "No such path: /nowhere; the server's documentation lists the paths it answers");
  }

  @ParameterizedTest
  @CsvSource({
    "/json,application/x-www-form-urlencoded",
    "/json,text/plain",
    "/json,application/json",
    "/json,application/octet-stream",
    "/predict/json,application/x-www-form-urlencoded",
    "/predict/json,text/plain",
  })
  void jsonIsReadWhateverItsContentType(String path, String type) {
    assertThat(ok(typed(path, type, row("0.5").getBytes(StandardCharsets.UTF_8)))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/json", "/predict/json"})
  void jsonIsReadWithoutContentType(String path) {
    assertThat(ok(post(path, row("0.5")))).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "/proto,application/x-www-form-urlencoded",
    "/proto,text/plain",
    "/proto,application/octet-stream",
    "/proto,application/x-protobuf",
    "/predict/proto,application/x-www-form-urlencoded",
    "/predict/proto,text/plain",
  })
  void protobufIsReadWhateverItsContentType(String path, String type) throws IOException {
    assertPredicted(typed(path, type, protoRow()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/proto", "/predict/proto"})
  void protobufIsReadWithoutContentType(String path) throws IOException {
    assertPredicted(post(path, protoRow()));
  }

  private static void assertPredicted(HttpResponse<byte[]> response) throws IOException {
    assertThat(response.statusCode()).as(text(response)).isEqualTo(200);
    assertThat(Predictions.parseFrom(response.body()).getPredictionCount()).isEqualTo(1);
  }

  private void assertRefused(String body, String message) {
    assertError(post("/json", body), 400, message);
  }

  private HttpResponse<byte[]> typed(String path, String type, byte[] body) {
    HttpRequest.Builder request = request(path).header("Content-Type", type);
    return send(request.POST(BodyPublishers.ofByteArray(body)));
  }

  private String inputName() {
    return ok(get("/params/hep42"))
        .get("signatures")
        .get("serving_default")
        .get("inputs")
        .fieldNames()
        .next();
  }

  private static String row(String value) {
    return "{\"values\": [%s], \"model\": \"hep42\"}"
        .formatted(String.join(",", Collections.nCopies(42, value)));
  }

  private static byte[] protoRow() {
    return Row.newBuilder()
        .setModel("hep42")
        .addAllValue(Collections.nCopies(42, 0.5f))
        .build()
        .toByteArray();
  }
}
