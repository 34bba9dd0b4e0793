package io.tfaas.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tfaas.config.TfaasConfig;
import io.tfaas.testing.LogRecords;
import io.tfaas.testing.Samples;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded server with real TLS on the loopback address. */
final class TlsTest {

  private static final String ALICE = "CN=Alice,OU=Physics,O=Example";

  private final Path folder;
  private final Certificates certificates;
  private Certificates.Made server;
  private Certificates.Made alice;
  private Certificates.Made stranger;

  TlsTest(@TempDir Path folder) {
    this.folder = folder;
    this.certificates = new Certificates(folder);
  }

  @BeforeEach
  void makeCertificates() throws Exception {
    server = certificates.make("server", "CN=localhost");
    alice = certificates.make("alice", "CN=Alice, OU=Physics, O=Example");
    stranger = certificates.make("stranger", ALICE);
    Samples.copy(Samples.path("half_plus_two"), folder.resolve("models/half_plus_two"));
    Files.writeString(folder.resolve("subjects"), "# who may\nmanage:half* " + ALICE + "\n");
  }

  @Test
  void answersOverHttps() throws Exception {
    try (EmbeddedServer running = start(Map.of())) {
      assertThat(running.address()).startsWith("https://");
      assertThat(call(running, client(Optional.empty()), "GET", "/models").statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void callersOfThisMachineChangeModelsWithoutACredential() throws Exception {
    try (EmbeddedServer running = start(Map.of())) {
      HttpResponse<String> response =
          call(running, client(Optional.empty()), "DELETE", "/models/half_plus_two/pin");
      assertThat(response.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void theOriginalsKeysTurnHttpsOn() throws Exception {
    Path config = folder.resolve("config.json");
    Files.writeString(
        config,
        "{\"serverCrt\": \"%s\", \"serverKey\": \"%s\", \"modelDir\": \"%s\", \"port\": 0}"
            .formatted(server.certificate(), server.key(), folder.resolve("models")));
    try (EmbeddedServer running = start(TfaasConfig.load(Optional.of(config), Map.of()))) {
      assertThat(call(running, client(Optional.empty()), "GET", "/models").statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void aCertificateHasTheRolesOfItsSubject() throws Exception {
    try (EmbeddedServer running = start(asking())) {
      assertThat(
              call(running, client(Optional.of(alice)), "DELETE", "/models/half_plus_two/pin")
                  .statusCode())
          .isEqualTo(200);
      assertThat(call(running, client(Optional.of(alice)), "DELETE", "/delete/other").statusCode())
          .isEqualTo(403);
      assertThat(
              call(running, client(Optional.empty()), "DELETE", "/models/half_plus_two/pin")
                  .statusCode())
          .isEqualTo(401);
    }
  }

  @Test
  void aSubjectThatIsTakenOutOfTheFileHasNoRolesAnyMore() throws Exception {
    try (EmbeddedServer running = start(asking())) {
      HttpClient client = client(Optional.of(alice));
      Files.writeString(folder.resolve("subjects"), "# nobody\n");
      int status = 200;
      while (status == 200) {
        status = call(running, client, "DELETE", "/models/half_plus_two/pin").statusCode();
      }
      assertThat(status).isEqualTo(403);
    }
  }

  @Test
  void theAuditTellsTheSubject() throws Exception {
    try (EmbeddedServer running = start(asking());
        LogRecords log = LogRecords.of("io.tfaas.audit")) {
      call(running, client(Optional.of(alice)), "DELETE", "/models/half_plus_two/pin");
      assertThat(log.messages())
          .singleElement()
          .asString()
          .contains("who=\"" + ALICE + "\" by=certificate");
    }
  }

  @Test
  void aCertificateOfAnUnknownAuthorityIsRefusedWhateverItsSubject() throws Exception {
    try (EmbeddedServer running = start(asking())) {
      assertThatThrownBy(
              () ->
                  call(
                      running,
                      client(Optional.of(stranger)),
                      "DELETE",
                      "/models/half_plus_two/pin"))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void withoutACertificateNothingAnswersWhereOneIsNeeded() throws Exception {
    Map<String, String> settings = new HashMap<>(asking());
    settings.put("tfaas.tls.client-certificates", "need");
    try (EmbeddedServer running = start(settings)) {
      assertThatThrownBy(() -> call(running, client(Optional.empty()), "GET", "/models"))
          .isInstanceOf(IOException.class);
      assertThat(call(running, client(Optional.of(alice)), "GET", "/models").statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void aFileWithoutCertificatesStopsTheStart() throws Exception {
    Path empty = Files.createFile(folder.resolve("empty.pem"));
    assertThatThrownBy(() -> start(Map.of("tfaas.tls.client-ca", empty.toString())).close())
        .isInstanceOf(StartException.class)
        .hasMessage("No certificate in " + empty + " (tfaas.tls.client-ca)");
  }

  private Map<String, String> asking() {
    return Map.of(
        "tfaas.auth.local", "none",
        "tfaas.tls.client-ca", alice.certificate().toString(),
        "tfaas.auth.certificates-file", folder.resolve("subjects").toString());
  }

  private EmbeddedServer start(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("tfaas.port", "0");
    all.put("tfaas.model-dir", folder.resolve("models").toString());
    all.put("tfaas.tls.certificate", server.certificate().toString());
    all.put("tfaas.tls.key", server.key().toString());
    return start(TfaasConfig.of(all));
  }

  private static EmbeddedServer start(TfaasConfig config) {
    return EmbeddedServer.start(
        config.server(), Path.of("webapp").toAbsolutePath(), Map.of("io.tfaas.config", config));
  }

  private HttpClient client(Optional<Certificates.Made> own) throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    trusted.setCertificateEntry("server", server.store().getCertificate("server"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys(own), trust.getTrustManagers(), null);
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(context).build();
  }

  private static KeyManager[] keys(Optional<Certificates.Made> own) throws Exception {
    if (own.isEmpty()) {
      return new KeyManager[0];
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own.get().store(), own.get().password());
    return keys.getKeyManagers();
  }

  private static HttpResponse<String> call(
      EmbeddedServer server, HttpClient client, String method, String path) throws Exception {
    URI uri = URI.create(server.address() + path);
    return client.send(
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody()).build(),
        BodyHandlers.ofString());
  }
}
