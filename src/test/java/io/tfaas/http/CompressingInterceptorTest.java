package io.tfaas.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ContainerRequest;
import org.junit.jupiter.api.Test;

final class CompressingInterceptorTest {

  private static final byte[] REPLY = "a reply".getBytes(StandardCharsets.UTF_8);

  private interface Writer {
    void write(OutputStream to) throws IOException;
  }

  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private OutputStream stream = sent;

  private void reply(Writer writer) throws IOException {
    URI uri = URI.create("http://localhost/");
    ContainerRequest request =
        new ContainerRequest(uri, uri, "GET", null, new MapPropertiesDelegate(), null);
    request.header(HttpHeaders.ACCEPT_ENCODING, "gzip");
    new CompressingInterceptor(() -> request).aroundWriteTo(context(writer));
  }

  private WriterInterceptorContext context(Writer writer) {
    MultivaluedHashMap<String, Object> headers = new MultivaluedHashMap<>();
    return (WriterInterceptorContext)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {WriterInterceptorContext.class},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "getHeaders" -> {
                  return headers;
                }
                case "getOutputStream" -> {
                  return stream;
                }
                case "setOutputStream" -> stream = (OutputStream) arguments[0];
                default -> writer.write(stream);
              }
              return null;
            });
  }

  @Test
  void aReplyIsSentWhole() throws IOException {
    reply(to -> to.write(REPLY));
    assertThat(new GZIPInputStream(new ByteArrayInputStream(sent.toByteArray())))
        .hasBinaryContent(REPLY);
    assertThat(stream).isSameAs(sent);
  }

  @Test
  void aReplyThatFailsHalfWayIsLeftOpenAndItsCoderFreed() {
    assertThatThrownBy(
            () ->
                reply(
                    to -> {
                      to.write(REPLY);
                      throw new IOException("the rest cannot be had");
                    }))
        .hasMessage("the rest cannot be had");
    assertThatThrownBy(
            () -> new GZIPInputStream(new ByteArrayInputStream(sent.toByteArray())).readAllBytes())
        .isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> stream.write(REPLY)).isInstanceOf(IOException.class);
  }
}
