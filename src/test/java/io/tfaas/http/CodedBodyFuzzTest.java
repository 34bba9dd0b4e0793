package io.tfaas.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.ByteString;
import io.tfaas.testing.ReaderLaws;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ContainerResponse;
import org.glassfish.jersey.server.ResourceConfig;

/**
 * Bodies with a Content-Encoding: read within the limit, or refused, and never a 5xx.
 *
 * <p>The first byte of an input says which coding its header names.
 */
final class CodedBodyFuzzTest {

  private static final int LIMIT = 100_000;
  private static final URI BASE = URI.create("http://127.0.0.1/");
  private static final ApplicationHandler HANDLER =
      new ApplicationHandler(
          new ResourceConfig(Bytes.class)
              .register(new HttpFeature(new HttpLimits(LIMIT, LIMIT, 10))));

  /** Gives what it gets. */
  @Path("")
  public static final class Bytes {

    @POST
    public byte[] read(InputStream body) throws IOException {
      return body.readAllBytes();
    }
  }

  private record Reply(int status, ByteString body) {}

  @FuzzTest(maxDuration = "10s")
  void body(byte[] input) throws Exception {
    String coding = coding(input);
    int skipped = Math.min(1, input.length);
    ReaderLaws.hold(
        input,
        () -> {
          Reply reply =
              reply(coding, new ByteArrayInputStream(input, skipped, input.length - skipped));
          assertThat(reply.status()).as(text(reply)).isIn(200, 400, 413);
          if (reply.status() == 200) {
            assertThat(reply.body().toByteArray()).hasSizeLessThanOrEqualTo(LIMIT);
          } else {
            assertThat(text(reply)).startsWith("{\"error\": \"");
          }
          return reply;
        });
  }

  /* Most bytes would end at the checksum. */
  @FuzzTest(maxDuration = "10s")
  void soundBody(byte[] input) throws Exception {
    String coding = coding(input);
    ReaderLaws.hold(
        input,
        () -> {
          byte[] coded = coded(coding, input);
          Reply reply = reply(coding, new ByteArrayInputStream(coded));
          if (Math.max(input.length, coded.length) <= LIMIT) {
            assertThat(reply.status()).as(text(reply)).isEqualTo(200);
            assertThat(reply.body().toByteArray()).isEqualTo(input);
          } else {
            assertThat(reply.status()).isEqualTo(413);
          }
          return reply;
        });
  }

  private static String coding(byte[] input) {
    return switch (input.length == 0 ? 'g' : input[0]) {
      case 'd' -> "deflate";
      case 'x' -> " X-Gzip";
      case 'i' -> "identity";
      case 'b' -> "gzip, br";
      default -> "gzip";
    };
  }

  private static byte[] coded(String coding, byte[] plain) throws IOException {
    ByteArrayOutputStream coded = new ByteArrayOutputStream();
    try (OutputStream to =
        ContentCoding.find(coding).isPresent()
            ? ContentCoding.find(coding).get().encode(coded)
            : coded) {
      to.write(plain);
    }
    return coded.toByteArray();
  }

  private static String text(Reply reply) {
    return reply.body().toString(US_ASCII);
  }

  private static Reply reply(String coding, InputStream body) throws Exception {
    ContainerRequest request =
        new ContainerRequest(
            BASE, BASE, "POST", null, new MapPropertiesDelegate(), HANDLER.getConfiguration());
    request.header("Content-Type", "application/octet-stream");
    request.header("Content-Encoding", coding);
    request.setEntityStream(body);
    ByteArrayOutputStream reply = new ByteArrayOutputStream();
    ContainerResponse response = HANDLER.apply(request, reply).get();
    return new Reply(response.getStatus(), ByteString.copyFrom(reply.toByteArray()));
  }
}
