package io.tfaas.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command-line client before a server that asks for certificates. */
@Tag("clients")
final class ClientCertificateIT {

  private static final char[] PASSWORD = "changeit".toCharArray();

  private static Path folder;
  private static HttpsServer server;

  @BeforeAll
  static void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    program(Map.of()).requireTool("Python 3", List.of("python3", "--version"));
    KeyStore own =
        keyPair("server", "-ext", "san=ip:127.0.0.1", "-ext", "bc:c", "-ext", "ku:c=dS,kCS");
    KeyStore client = keyPair("client");
    pem("server.crt", "CERTIFICATE", own.getCertificate("server").getEncoded());
    pem("client.crt", "CERTIFICATE", client.getCertificate("client").getEncoded());
    pem("client.key", "PRIVATE KEY", client.getKey("client", PASSWORD).getEncoded());
    Files.writeString(
        folder.resolve("proxy.pem"),
        Files.readString(folder.resolve("client.crt"))
            + Files.readString(folder.resolve("client.key")));
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(asking(context(own, client)));
    server.createContext("/models", ClientCertificateIT::nameTheClient);
    server.start();
  }

  private static KeyStore keyPair(String name, String... extensions) throws Exception {
    Path file = folder.resolve(name + ".p12");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-alias", name, "-dname", "CN=tfaas " + name));
    command.addAll(List.of("-keyalg", "RSA", "-keysize", "2048", "-validity", "2"));
    command.addAll(List.of("-keystore", file.toString(), "-storepass", new String(PASSWORD)));
    command.addAll(List.of(extensions));
    Program.Result made = program(Map.of()).run(command);
    assertThat(made.status()).as(made.output()).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream stored = Files.newInputStream(file)) {
      store.load(stored, PASSWORD);
    }
    return store;
  }

  private static void pem(String file, String kind, byte[] der) throws IOException {
    String lines = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(der);
    Files.writeString(
        folder.resolve(file),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, lines, kind));
  }

  private static SSLContext context(KeyStore own, KeyStore client) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("client", client.getCertificate("client"));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, PASSWORD);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static HttpsConfigurator asking(SSLContext context) {
    return new HttpsConfigurator(context) {
      @Override
      public void configure(HttpsParameters parameters) {
        SSLParameters asked = context.getDefaultSSLParameters();
        asked.setNeedClientAuth(true);
        parameters.setSSLParameters(asked);
      }
    };
  }

  private static void nameTheClient(HttpExchange exchange) throws IOException {
    try (exchange) {
      String name = ((HttpsExchange) exchange).getSSLSession().getPeerPrincipal().getName();
      byte[] body = name.getBytes(UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.stop(0);
    }
  }

  private static Program program(Map<String, String> environment) {
    return new Program(folder, environment);
  }

  private static Program.Result models(Map<String, String> environment, String... options)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add("python3");
    command.add(Path.of("src/main/python/tfaas_client.py").toAbsolutePath().toString());
    command.add("--url=https://127.0.0.1:" + server.getAddress().getPort());
    command.add("--models");
    command.addAll(List.of(options));
    return program(environment).run(command);
  }

  private static void assertRefused(Program.Result result) {
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.output().lines()).singleElement().asString().startsWith("tfaas_client: ");
  }

  @Test
  void showsTheCertificateOfItsOptions() throws Exception {
    Program.Result result =
        models(Map.of(), "--capath=server.crt", "--cert=client.crt", "--key=client.key");
    assertThat(result).isEqualTo(new Program.Result(0, "CN=tfaas client\n"));
  }

  @Test
  void showsTheProxyCertificateOfTheEnvironment() throws Exception {
    Program.Result result = models(Map.of("X509_USER_PROXY", "proxy.pem"), "--capath=server.crt");
    assertThat(result).isEqualTo(new Program.Result(0, "CN=tfaas client\n"));
  }

  @Test
  void takesAKeyFromTheFileOfTheCertificate() throws Exception {
    Program.Result result = models(Map.of(), "--capath=server.crt", "--cert=proxy.pem");
    assertThat(result).isEqualTo(new Program.Result(0, "CN=tfaas client\n"));
  }

  @Test
  void isRefusedWithoutOne() throws Exception {
    assertRefused(models(Map.of(), "--capath=server.crt", "--cert=", "--key="));
  }

  @Test
  void tellsThatAKeyIsNotThatOfTheCertificate() throws Exception {
    pem("other.key", "PRIVATE KEY", keyPair("other").getKey("other", PASSWORD).getEncoded());
    assertRefused(models(Map.of(), "--capath=server.crt", "--cert=client.crt", "--key=other.key"));
  }

  @Test
  void doesNotTrustAServerThatNoAuthoritySpeaksFor() throws Exception {
    Program.Result result =
        models(Map.of("X509_CERT_DIR", ""), "--cert=client.crt", "--key=client.key");
    assertRefused(result);
    assertThat(result.output()).contains("No answer from https://127.0.0.1:");
  }
}
