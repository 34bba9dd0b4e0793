package io.tfaas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What resources see of a URL, the first time and again. */
final class ApiServletTest {

  @Path("{path: .*}")
  public static final class Echo {
    @GET
    public String uris(@jakarta.ws.rs.core.Context UriInfo uri) {
      return uri.getBaseUri() + " " + uri.getRequestUri() + " " + uri.getPath();
    }
  }

  private final Tomcat tomcat = new Tomcat();

  @BeforeEach
  void start(@TempDir java.nio.file.Path folder) throws LifecycleException {
    tomcat.setBaseDir(folder.toString());
    tomcat.setHostname("127.0.0.1");
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    Context context = tomcat.addContext("/base", null);
    Tomcat.addServlet(context, "api", new ApiServlet(new ResourceConfig(Echo.class)));
    context.addServletMappingDecoded("/*", "api");
    tomcat.start();
  }

  @AfterEach
  void stop() throws LifecycleException {
    tomcat.stop();
    tomcat.destroy();
  }

  @Test
  void aUrlThatComesAgainIsTheSame() throws IOException {
    assertThat(List.of(get("a:1", "/base/x/y"), get("a:1", "/base/x/y"), get("a:1", "/base/x/y")))
        .containsOnly("http://a:1/base/ http://a:1/base/x/y x/y");
  }

  @Test
  void anotherHostIsAnotherUrl() throws IOException {
    get("a:1", "/base/x");
    assertThat(get("b:2", "/base/x")).isEqualTo("http://b:2/base/ http://b:2/base/x x");
  }

  @Test
  void aQueryIsOfItsRequestAlone() throws IOException {
    for (int i = 0; i < 2; i++) {
      assertThat(get("a", "/base/x?q=1")).endsWith(" http://a/base/x?q=1 x");
      assertThat(get("a", "/base/x")).endsWith(" http://a/base/x x");
      assertThat(get("a", "/base/x?q=2")).endsWith(" http://a/base/x?q=2 x");
    }
  }

  @Test
  void whatIsEncodedStaysSo() throws IOException {
    for (int i = 0; i < 2; i++) {
      assertThat(get("a", "/base/x%20y")).endsWith(" http://a/base/x%20y x y");
      assertThat(get("a", "/base/x%2By")).endsWith(" http://a/base/x%2By x+y");
      assertThat(get("a", "/base/x+y")).endsWith(" http://a/base/x+y x+y");
    }
  }

  @Test
  void longUrlsAreAnsweredToo() throws IOException {
    String path = "x".repeat(1000);
    for (int i = 0; i < 2; i++) {
      assertThat(get("a", "/base/" + path)).endsWith(" " + path);
    }
  }

  /* By hand: Java's client sends no host but that of the connection. */
  private String get(String host, String target) throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), tomcat.getConnector().getLocalPort())) {
      socket
          .getOutputStream()
          .write(
              ("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                  .getBytes(UTF_8));
      String reply = new String(socket.getInputStream().readAllBytes(), UTF_8);
      return reply.substring(reply.indexOf("\r\n\r\n") + 4);
    }
  }
}
