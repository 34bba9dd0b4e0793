package io.tfaas.api.tfaas;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tfaas.http.HttpFeature;
import io.tfaas.http.HttpLimits;
import io.tfaas.testing.ReaderLaws;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.media.multipart.FormDataMultiPart;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ContainerResponse;
import org.glassfish.jersey.server.ResourceConfig;
import org.jspecify.annotations.Nullable;

/** Forms through Jersey's reader, all parts of them read as uploads and images are: never a 5xx. */
final class FormFuzzTest {

  /* What Jazzer takes for itself, to encode the strings that the parser compares: 20 MB of 1 KB. */
  /*
   * Jazzer encodes each string that the parser compares, headers with headers, for itself: 253 MB of
   * 3 KB. What a form takes without it, MemoryIT bounds.
   */
  private static final long ANY_MEMORY = Long.MAX_VALUE / 2;

  private static final URI BASE = URI.create("http://127.0.0.1/");
  private static final ApplicationHandler HANDLER =
      new ApplicationHandler(
          new ResourceConfig(Parts.class)
              .register(new HttpFeature(new HttpLimits(1 << 20, 1 << 20, 10))));

  /** Reads the parts that the interfaces know. */
  @Path("")
  public static final class Parts {

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public String read(
        FormDataMultiPart body, @HeaderParam("Content-Encoding") @Nullable String coding)
        throws IOException {
      Form form = new Form(body, Optional.ofNullable(coding));
      String name = form.text("name").orElse("");
      byte[] params = form.bytes("params", 100);
      return name + form.fileName("model") + params.length + form.bytes("model", 1 << 20).length;
    }
  }

  /* The first byte says whether parts are base64, the first line what the boundary is. */
  @FuzzTest(maxDuration = "10s")
  void form(byte[] input) throws Exception {
    ReaderLaws.hold(
        input,
        ANY_MEMORY,
        () -> {
          ContainerRequest request =
              new ContainerRequest(
                  BASE,
                  BASE,
                  "POST",
                  null,
                  new MapPropertiesDelegate(),
                  HANDLER.getConfiguration());
          request.header("Content-Type", "multipart/form-data; boundary=b");
          if (input.length > 0 && input[0] == '6') {
            request.header("Content-Encoding", "base64");
          }
          int skipped = Math.min(1, input.length);
          request.setEntityStream(new ByteArrayInputStream(input, skipped, input.length - skipped));
          ByteArrayOutputStream reply = new ByteArrayOutputStream();
          ContainerResponse response = HANDLER.apply(request, reply).get();
          assertThat(response.getStatus()).as(reply.toString(US_ASCII)).isIn(200, 400, 413, 415);
          return response;
        });
  }
}
