package io.tfaas.api.v2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tfaas.testing.Samples;
import io.tfaas.testing.ServerTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Binary tensors in requests and replies, with and without compression. */
final class BinaryApiTest extends ServerTest {

  private static final String HEADER = InferBody.JSON_LENGTH;
  private static final String FP32 = "/v2/models/identity_fp32/infer";

  @Override
  protected void prepare(Path models) {
    for (String name :
        new String[] {
          "simple",
          "identity_fp32",
          "identity_bf16",
          "identity_bytes",
          "identity_bytes_1",
          "identity_bool",
          "identity_2free"
        }) {
      Samples.copy(Samples.resource("/conformance/models/" + name), models.resolve(name));
    }
  }

  private static byte[] body(String json, String hex) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(json.getBytes(StandardCharsets.UTF_8));
    body.writeBytes(HexFormat.of().parseHex(hex));
    return body.toByteArray();
  }

  private HttpRequest.Builder call(String path, String json, String hex) {
    int length = json.getBytes(StandardCharsets.UTF_8).length;
    return request(path)
        .header(HEADER, Integer.toString(length))
        .POST(BodyPublishers.ofByteArray(body(json, hex)));
  }

  private static String input(String datatype, String shape, long size) {
    return "{\"inputs\":[{\"name\":\"INPUT0\",\"datatype\":\"%s\",\"shape\":%s,"
            .formatted(datatype, shape)
        + "\"parameters\":{\"binary_data_size\":%d}}]}".formatted(size);
  }

  private static String error(HttpResponse<byte[]> reply) {
    return Replies.parse(text(reply)).get("error").textValue();
  }

  @Test
  void takesBinaryTensorsInTheOrderOfTheInputsAmongThoseInJson() {
    String json =
        """
        {"inputs":[
          {"name":"INPUT1","datatype":"INT32","shape":[1,16],"parameters":{"binary_data_size":64}},
          {"name":"INPUT0","datatype":"INT32","shape":[1,16],"data":[9,9,9,9,9,9,9,9,9,9,9,9,9,9,9,9]}],
         "outputs":[{"name":"OUTPUT1","parameters":{"binary_data":true}},{"name":"OUTPUT0"}]}""";
    HttpResponse<byte[]> reply = send(call("/v2/models/simple/infer", json, "01000000".repeat(16)));
    assertThat(reply.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
    assertThat(Replies.json(reply).get("outputs")).hasSize(2);
    assertThat(Replies.values(reply, "OUTPUT1")).allMatch(value -> value.intValue() == 8);
    assertThat(Replies.values(reply, "OUTPUT0")).allMatch(value -> value.intValue() == 10);
    assertThat(Replies.tail(reply)).hasSize(64);
  }

  @Test
  void takesLargeTensorsWhetherTheLengthIsKnownOrNot() {
    int rows = 1024;
    ByteBuffer data = ByteBuffer.allocate(rows * 42 * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < rows * 42; i++) {
      data.putFloat(i);
    }
    String json =
        input("FP32", "[1024,42]", data.capacity())
            .replaceFirst("\\{", "{\"parameters\":{\"binary_data_output\":true},");
    byte[] body = body(json, HexFormat.of().formatHex(data.array()));
    HttpRequest.Builder request = request(FP32).header(HEADER, json.length() + "");
    HttpResponse<byte[]> known = send(request.copy().POST(BodyPublishers.ofByteArray(body)));
    assertThat(Replies.tail(known)).isEqualTo(data.array());
    HttpResponse<byte[]> chunked =
        send(
            request
                .copy()
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));
    assertThat(Replies.tail(chunked)).isEqualTo(data.array());
    HttpResponse<byte[]> coded =
        send(
            request
                .copy()
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(Samples.gzip(body))));
    assertThat(Replies.tail(coded)).isEqualTo(data.array());
  }

  @Test
  void givesBfloat16AsItIs() {
    String json = input("BF16", "[1,2]", 4);
    HttpResponse<byte[]> reply = send(call("/v2/models/identity_bf16/infer", json, "c03f80c0"));
    assertThat(Replies.values(reply, "OUTPUT0"))
        .extracting(JsonNode::doubleValue)
        .containsExactly(1.5, -4.0);
  }

  @Test
  void takesAndGivesStringsOfAnyBytes() {
    String json =
        input("BYTES", "[1,2]", 10)
            .replaceFirst("\\{", "{\"parameters\":{\"binary_data_output\":true},");
    String hex = "02000000ff0000000000";
    HttpResponse<byte[]> reply = send(call("/v2/models/identity_bytes/infer", json, hex));
    assertThat(HexFormat.of().formatHex(Replies.tail(reply))).isEqualTo(hex);
  }

  @ParameterizedTest
  @CsvSource({"gzip", "deflate", "x-gzip"})
  void compressesAReplyAsAskedFor(String coding) throws IOException {
    String json = input("FP32", "[1,2]", 8);
    HttpResponse<byte[]> reply =
        send(call(FP32, json, "0000803f00000040").header("Accept-Encoding", coding));
    String used = coding.replace("x-", "");
    assertThat(reply.headers().firstValue("Content-Encoding")).hasValue(used);
    assertThat(reply.headers().firstValue("Vary")).hasValue("Accept-Encoding");
    ByteArrayInputStream coded = new ByteArrayInputStream(reply.body());
    byte[] plain =
        (used.equals("gzip") ? new GZIPInputStream(coded) : new InflaterInputStream(coded))
            .readAllBytes();
    JsonNode data = Replies.parse(new String(plain, StandardCharsets.UTF_8));
    assertThat(data.at("/outputs/0/data")).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FP32 | [1,2] | 8 | 0000803f | Input 'INPUT0' has binary_data_size 8, the body has 4 bytes for it",
        "FP32 | [1,2] | 4 | 0000803f | Input 'INPUT0' has binary_data_size 4, its shape [1,2] takes 8 bytes of FP32",
        "FP32 | [1,1] | 4 | 0000803f00 | The body goes on after its last tensor; the sizes of its parts do not add up",
        "FP32 | [1,1000000000000] | 4000000000000 | 00 | Input 'INPUT0' is too large: 2 GiB is the limit",
        "FP32 | [1,500000000] | 2000000000 | 00 | Input 'INPUT0' has binary_data_size 2000000000, the body has 1 bytes for it",
      })
  void refusesSizesThatDoNotAgree(
      String type, String shape, long size, String hex, String sentence) {
    HttpResponse<byte[]> reply = send(call(FP32, input(type, shape, size), hex));
    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(error(reply)).isEqualTo(sentence);
  }

  @Test
  void refusesASizeThatIsNotTrueInABodyOfUnknownLength() {
    String json = input("FP32", "[1,500000000]", 2_000_000_000);
    byte[] body = body(json, "0000803f");
    HttpResponse<byte[]> reply =
        send(
            request(FP32)
                .header(HEADER, json.length() + "")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));
    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(error(reply))
        .isEqualTo("Input 'INPUT0' has binary_data_size 2000000000, the body has 4 bytes for it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1,1] | 0a00000061 | Input 'INPUT0' is cut short in its element 1",
        "[1,1] | 000000000000 | Input 'INPUT0' is cut short in its element 2",
        "[1,1] | ffffffff61 | Input 'INPUT0' is cut short in its element 1",
        "[1,1] | 0000000000000000 | Input 'INPUT0' has 2 strings, its shape [1,1] takes 1",
        "[1,2] | 0100000061 | Input 'INPUT0' has binary_data_size 5; its shape [1,2] takes 2 strings of 4 bytes and more",
      })
  void refusesStringsThatAreNotAsSaid(String shape, String hex, String sentence) {
    HttpResponse<byte[]> reply =
        send(call("/v2/models/identity_bytes/infer", input("BYTES", shape, hex.length() / 2), hex));
    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(error(reply)).isEqualTo(sentence);
  }

  @Test
  void refusesAByteThatIsNoTruthValue() {
    HttpResponse<byte[]> reply =
        send(call("/v2/models/identity_bool/infer", input("BOOL", "[1,2]", 2), "0102"));
    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(error(reply)).isEqualTo("Input 'INPUT0' has a byte 2; a BOOL is 0 or 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "abc | The header Inference-Header-Content-Length is not a number",
        "-1 | The header Inference-Header-Content-Length is not a number",
        "99999999999 | The header Inference-Header-Content-Length says that the JSON has 99999999999 bytes, the body has 13",
        "5 | The body is not valid JSON (line 1, column 6)",
      })
  void refusesAHeaderThatDoesNotFitTheBody(String header, String sentence) {
    HttpResponse<byte[]> reply =
        send(request(FP32).header(HEADER, header).POST(BodyPublishers.ofString("{\"inputs\":[]}")));
    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(error(reply)).isEqualTo(sentence);
  }

  @Test
  void takesTheWholeBodyOfARawRequestAsTheOneString() {
    HttpResponse<byte[]> reply =
        send(
            request("/v2/models/identity_bytes_1/infer")
                .header(HEADER, "0")
                .POST(BodyPublishers.ofString("427")));
    assertThat(HexFormat.of().formatHex(Replies.tail(reply))).isEqualTo("03000000343237");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "simple | 00 | A request without JSON is for models with one input, this one has 2",
        "identity_fp32 | 00 | Input 'INPUT0' takes FP32, which the body's 1 bytes are no whole number of",
        "identity_bytes | 00 | Input 'INPUT0' of shape [?,?] does not take the body as its one string",
        "identity_2free | 0000 | The shape [?,?,?] of input 'INPUT0' does not follow from the body's length; send JSON before it",
      })
  void refusesRawRequestsThatLeaveTheInputOpen(String model, String hex, String sentence) {
    HttpResponse<byte[]> reply =
        send(
            request("/v2/models/" + model + "/infer")
                .header(HEADER, "0")
                .POST(BodyPublishers.ofByteArray(HexFormat.of().parseHex(hex))));
    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(error(reply)).isEqualTo(sentence);
  }

  @Test
  void refusesABodyThatIsNotCodedAsItSays() {
    HttpResponse<byte[]> gzip =
        send(
            request(FP32)
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofString("{\"inputs\":[]}")));
    assertThat(gzip.statusCode()).isEqualTo(400);
    assertThat(error(gzip))
        .isEqualTo("The body is not gzip data, or is cut short; its Content-Encoding says gzip");
    HttpResponse<byte[]> other =
        send(
            request(FP32)
                .header("Content-Encoding", "br")
                .POST(BodyPublishers.ofString("{\"inputs\":[]}")));
    assertThat(other.statusCode()).isEqualTo(415);
    assertThat(error(other))
        .isEqualTo("This path reads bodies of Content-Encoding gzip, deflate or identity only");
  }
}
