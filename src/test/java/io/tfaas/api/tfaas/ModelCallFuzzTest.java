package io.tfaas.api.tfaas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tfaas.http.HttpFeature;
import io.tfaas.http.HttpLimits;
import io.tfaas.testing.ReaderLaws;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ContainerResponse;
import org.glassfish.jersey.server.ResourceConfig;

/** Bodies of the calls that pin, label and choose models: read, or refused with a 400. */
final class ModelCallFuzzTest {

  private static final URI BASE = URI.create("http://127.0.0.1/");
  private static final ApplicationHandler HANDLER =
      new ApplicationHandler(
          new ResourceConfig(Bodies.class)
              .register(new HttpFeature(new HttpLimits(1 << 20, 1 << 20, 10))));

  /** Reads the bodies as the resources do, and gives what they name. */
  @Path("")
  public static final class Bodies {

    @PUT
    @Path("version")
    public String version(InputStream body) throws IOException {
      return Long.toString(VersionBody.parse(body.readAllBytes()));
    }

    @PUT
    @Path("params")
    public String name(InputStream body) throws IOException {
      return ModelNames.require(ParamsBody.parse(body.readAllBytes()).name()).value();
    }
  }

  @FuzzTest(maxDuration = "10s")
  void version(byte[] body) throws Exception {
    ReaderLaws.hold(
        body,
        () -> {
          String version = read("version", body);
          return version.isEmpty()
              ? version
              : assertThat(VersionBody.parse(("{\"version\":" + version + "}").getBytes(UTF_8)))
                  .isEqualTo(Long.parseLong(version));
        });
  }

  @FuzzTest(maxDuration = "10s")
  void params(byte[] body) throws Exception {
    ReaderLaws.hold(body, () -> read("params", body));
  }

  private static String read(String path, byte[] body) throws Exception {
    ContainerRequest request =
        new ContainerRequest(
            BASE,
            BASE.resolve(path),
            "PUT",
            null,
            new MapPropertiesDelegate(),
            HANDLER.getConfiguration());
    request.setEntityStream(new ByteArrayInputStream(body));
    ByteArrayOutputStream reply = new ByteArrayOutputStream();
    ContainerResponse response = HANDLER.apply(request, reply).get();
    String text = reply.toString(UTF_8);
    assertThat(response.getStatus()).as(text).isIn(200, 400);
    if (response.getStatus() == 200) {
      return text;
    }
    assertThat(text.strip()).startsWith("{\"error\": \"").doesNotContainPattern("\\p{Cntrl}");
    return "";
  }
}
