package io.tfaas.testing;

import io.tfaas.TfaasApplication;
import io.tfaas.auth.Peers;
import io.tfaas.config.TfaasConfig;
import jakarta.ws.rs.core.Application;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.test.JerseyTest;
import org.glassfish.jersey.test.TestProperties;
import org.junit.jupiter.api.AfterEach;

/**
 * The real application, from its composition root, behind a real socket; a model folder of its own.
 */
public abstract class ServerTest extends JerseyTest {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /* Made in configure(), which the constructor of JerseyTest calls: no initialisers here. */
  private TfaasApplication application;
  private Path modelFolder;

  @Override
  protected final Application configure() {
    forceSet(TestProperties.CONTAINER_PORT, "0");
    try {
      modelFolder = Files.createTempDirectory("tfaas-test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    prepare(modelFolder);
    application = start();
    return application;
  }

  private TfaasApplication start() {
    Map<String, String> settings = new LinkedHashMap<>(settings());
    settings.put("tfaas.model-dir", modelFolder.toString());
    TfaasApplication started = new TfaasApplication(TfaasConfig.of(settings));
    started.register(
        new AbstractBinder() {
          @Override
          protected void configure() {
            bind((Peers) () -> peer()).to(Peers.class).ranked(1);
          }
        });
    return started;
  }

  /** Settings of the server under test, beside the defaults. */
  protected Map<String, String> settings() {
    return Map.of();
  }

  /** Where requests seem to come from. */
  protected Optional<InetAddress> peer() {
    return Optional.of(InetAddress.getLoopbackAddress());
  }

  /** Fills the model folder before the server starts. */
  protected void prepare(Path models) {}

  @AfterEach
  final void closeApplication() throws IOException {
    application.close();
    try (var walk = Files.walk(modelFolder)) {
      walk.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    }
  }

  /** The application as it is after a restart, without a socket; the caller closes it. */
  protected final TfaasApplication restart() {
    application.close();
    return start();
  }

  /** What an application without a socket answers to a GET. */
  protected static String reply(TfaasApplication application, String path) throws Exception {
    ContainerRequest request =
        new ContainerRequest(
            null, URI.create(path), "GET", null, new MapPropertiesDelegate(), null);
    ByteArrayOutputStream reply = new ByteArrayOutputStream();
    new ApplicationHandler(application).apply(request, reply).get();
    return reply.toString(StandardCharsets.UTF_8);
  }

  protected final Path modelFolder() {
    return modelFolder;
  }

  protected final URI uri(String path) {
    return URI.create(getBaseUri().toString().replaceFirst("/$", "") + path);
  }

  /** A request under construction. */
  protected final HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path));
  }

  protected final HttpResponse<byte[]> send(HttpRequest.Builder request) {
    try {
      return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  protected final HttpResponse<byte[]> get(String path) {
    return send(request(path));
  }

  protected final HttpResponse<byte[]> delete(String path) {
    return send(request(path).DELETE());
  }

  protected final HttpResponse<byte[]> post(String path, byte[] body) {
    return send(request(path).POST(BodyPublishers.ofByteArray(body)));
  }

  protected final HttpResponse<byte[]> post(String path, String body) {
    return post(path, body.getBytes(StandardCharsets.UTF_8));
  }

  protected final HttpResponse<byte[]> post(String path, MultipartBody form) {
    return send(
        request(path)
            .header("Content-Type", form.contentType())
            .POST(BodyPublishers.ofByteArray(form.bytes())));
  }

  protected static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  /** A multipart form as curl and the Python client write one. */
  public static final class MultipartBody {

    private static final String BOUNDARY = "----tfaas-test-boundary";

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    public MultipartBody field(String name, String value) {
      write("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n");
      write(value + "\r\n");
      return this;
    }

    public MultipartBody file(String name, String fileName, String type, byte[] content) {
      write("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name);
      write("\"; filename=\"" + fileName + "\"\r\nContent-Type: " + type + "\r\n\r\n");
      body.writeBytes(content);
      write("\r\n");
      return this;
    }

    private void write(String text) {
      body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    public String contentType() {
      return "multipart/form-data; boundary=" + BOUNDARY;
    }

    public byte[] bytes() {
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      whole.writeBytes(body.toByteArray());
      whole.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
      return whole.toByteArray();
    }
  }
}
