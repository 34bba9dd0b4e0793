package io.tfaas.config;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TfaasConfigTest {

  @Test
  void hasDefaults() {
    assertThat(TfaasConfig.of(Map.of()))
        .isEqualTo(
            new TfaasConfig(
                new ServerConfig(
                    "127.0.0.1",
                    8083,
                    "",
                    Duration.ofSeconds(30),
                    64,
                    8192,
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(60),
                    Optional.empty(),
                    Duration.ofSeconds(10),
                    Optional.empty()),
                new ModelConfig(
                    Path.of(System.getProperty("user.home"), ".tfaas", "models"),
                    Optional.empty(),
                    5,
                    Duration.ofSeconds(1),
                    ModelControl.POLL_AND_CALLS,
                    0,
                    Optional.empty(),
                    Duration.ofMinutes(10),
                    List.of()),
                new LimitConfig(
                    ByteSize.parse("64MiB"),
                    ByteSize.parse("2GiB"),
                    Optional.empty(),
                    4,
                    ByteSize.parse("8GiB"),
                    10_000,
                    250,
                    50_000_000,
                    64,
                    32),
                new ClientConfig(Optional.empty(), List.of(), List.of()),
                new TensorFlowConfig(1, -1, Optional.empty(), 0),
                new BatchingConfig(
                    true,
                    128,
                    65_536,
                    Optional.empty(),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(60)),
                new LogConfig(LogLevel.INFO, Optional.empty()),
                new AuthConfig(
                    "predict",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    10,
                    Optional.empty()),
                List.of()));
  }

  @Test
  void readsServerSettings(@TempDir Path folder) throws IOException {
    Path certificate = Files.createFile(folder.resolve("server.crt"));
    Path key = Files.createFile(folder.resolve("server.key"));

    assertThat(
            TfaasConfig.of(
                    Map.ofEntries(
                        entry("tfaas.host", "0.0.0.0"),
                        entry("tfaas.port", "0"),
                        entry("tfaas.base-path", "tfaas/"),
                        entry("tfaas.shutdown-timeout", "2m"),
                        entry("tfaas.threads", "8"),
                        entry("tfaas.max-connections", "100"),
                        entry("tfaas.client-timeout", "5s"),
                        entry("tfaas.idle-timeout", "700ms"),
                        entry("tfaas.tls.certificate", certificate.toString()),
                        entry("tfaas.tls.key", key.toString()),
                        entry("tfaas.rehearsal", "0s"),
                        entry("tfaas.work-dir", folder.toString())))
                .server())
        .isEqualTo(
            new ServerConfig(
                "0.0.0.0",
                0,
                "/tfaas",
                Duration.ofMinutes(2),
                8,
                100,
                Duration.ofSeconds(5),
                Duration.ofMillis(700),
                Optional.of(
                    new TlsConfig(certificate, key, Optional.empty(), ClientCertificates.WANT)),
                Duration.ZERO,
                Optional.of(folder)));
  }

  @Test
  void readsModelSettings(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("models.config"));

    assertThat(
            TfaasConfig.of(
                    Map.of(
                        "tfaas.model-dir", "models",
                        "tfaas.model-config-file", file.toString(),
                        "tfaas.model-control", "Calls",
                        "tfaas.poll-interval", "250ms",
                        "tfaas.kept-versions", "1",
                        "tfaas.max-loaded-models", "10",
                        "tfaas.max-loaded-size", "4GiB",
                        "tfaas.load-timeout", "90s",
                        "tfaas.allowed-operations", "ReadFile, _Send"))
                .model())
        .isEqualTo(
            new ModelConfig(
                Path.of("models"),
                Optional.of(file),
                1,
                Duration.ofMillis(250),
                ModelControl.CALLS,
                10,
                Optional.of(ByteSize.parse("4GiB")),
                Duration.ofSeconds(90),
                List.of("ReadFile", "_Send")));
  }

  @Test
  void rejectsAModelControlThatThereIsNot() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> TfaasConfig.of(Map.of("tfaas.model-control", "explicit")))
        .withMessage(
            "Invalid value 'explicit' of tfaas.model-control (given setting): expected"
                + " poll-and-calls, poll or calls");
  }

  @Test
  void readsLimits() {
    assertThat(
            TfaasConfig.of(
                    Map.of(
                        "tfaas.max-request-size", "1MB",
                        "tfaas.max-upload-size", "2MB",
                        "tfaas.max-bodies", "8MB",
                        "tfaas.max-uploads", "9",
                        "tfaas.max-unpacked-size", "3MB",
                        "tfaas.max-archive-entries", "4",
                        "tfaas.max-archive-ratio", "8",
                        "tfaas.max-image-pixels", "5",
                        "tfaas.max-json-depth", "6",
                        "tfaas.max-protobuf-depth", "7"))
                .limits())
        .isEqualTo(
            new LimitConfig(
                new ByteSize(1_000_000),
                new ByteSize(2_000_000),
                Optional.of(new ByteSize(8_000_000)),
                9,
                new ByteSize(3_000_000),
                4,
                8,
                5,
                6,
                7));
  }

  @Test
  void readsClientSettings() {
    assertThat(
            TfaasConfig.of(
                    Map.of(
                        "tfaas.rate", "100-m",
                        "tfaas.trusted-proxies", "10.0.0.7, fd00::/8",
                        "tfaas.cors.origins", "https://lab.example,http://localhost:3000"))
                .clients())
        .isEqualTo(
            new ClientConfig(
                Optional.of(new Rate(100, Duration.ofMinutes(1))),
                List.of(AddressRange.parse("10.0.0.7"), AddressRange.parse("fd00::/8")),
                List.of("https://lab.example", "http://localhost:3000")));
  }

  @ParameterizedTest
  @CsvSource({
    "tfaas.rate, 100",
    "tfaas.rate, 0-S",
    "tfaas.rate, 5-Y",
    "tfaas.trusted-proxies, proxy.lab.example",
    "tfaas.trusted-proxies, 10.0.0.0/33",
    "tfaas.cors.origins, lab.example",
    "tfaas.cors.origins, https://lab.example/",
    "tfaas.allowed-operations, Read File",
    "tfaas.max-archive-ratio, 0"
  })
  void rejectsWhatIsNoValueOf(String key, String value) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> TfaasConfig.of(Map.of(key, value)))
        .withMessageStartingWith(
            "Invalid value '" + value + "' of " + key + " (given setting): expected ");
  }

  @Test
  void readsTensorFlowSettings(@TempDir Path folder) throws IOException {
    Path proto = Files.createFile(folder.resolve("config.pb"));

    assertThat(
            TfaasConfig.of(
                    Map.of(
                        "tfaas.tensorflow.intra-op-threads", "2",
                        "tfaas.tensorflow.inter-op-threads", "3",
                        "tfaas.tensorflow.config-proto", proto.toString(),
                        "tfaas.concurrent-calls", "4"))
                .tensorFlow())
        .isEqualTo(new TensorFlowConfig(2, 3, Optional.of(proto), 4));
  }

  @Test
  void readsBatchingSettings() {
    assertThat(
            TfaasConfig.of(
                    Map.of(
                        "tfaas.batching", "off",
                        "tfaas.max-batch-rows", "1",
                        "tfaas.max-waiting-rows", "2",
                        "tfaas.max-waiting-size", "5MiB",
                        "tfaas.max-wait", "3s",
                        "tfaas.request-timeout", "0s"))
                .batching())
        .isEqualTo(
            new BatchingConfig(
                false,
                1,
                2,
                Optional.of(ByteSize.parse("5MiB")),
                Duration.ofSeconds(3),
                Duration.ZERO));
  }

  @Test
  void rejectsABatchingThatIsNeitherOnNorOff() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> TfaasConfig.of(Map.of("tfaas.batching", "maybe")))
        .withMessage("Invalid value 'maybe' of tfaas.batching (given setting): expected on or off");
  }

  @Test
  void rejectsABatchOfNoRows() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> TfaasConfig.of(Map.of("tfaas.max-batch-rows", "0")))
        .withMessage(
            "Invalid value '0' of tfaas.max-batch-rows (given setting):"
                + " expected a whole number, at least 1");
  }

  @Test
  void rejectsWaitingRowsThatAreNone() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> TfaasConfig.of(Map.of("tfaas.max-waiting-rows", "0")))
        .withMessage(
            "Invalid value '0' of tfaas.max-waiting-rows (given setting):"
                + " expected a whole number, at least 1");
  }

  @Test
  void readsLogSettings() {
    assertThat(
            TfaasConfig.of(Map.of("tfaas.log-level", "debug", "tfaas.log-file", "tfaas.log")).log())
        .isEqualTo(new LogConfig(LogLevel.DEBUG, Optional.of(Path.of("tfaas.log"))));
  }

  @Test
  void readsAuthSettings(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("keys.json"));

    assertThat(
            TfaasConfig.of(
                    Map.of(
                        "tfaas.auth.open", "none",
                        "tfaas.auth.local", "manage:a*, predict",
                        "tfaas.auth.tokens-file", "tokens",
                        "tfaas.auth.certificates-file", file.toString(),
                        "tfaas.auth.failed-tries", "0",
                        "tfaas.auth.jwt.issuer", "i",
                        "tfaas.auth.jwt.audience", "a",
                        "tfaas.auth.jwt.keys", file.toString(),
                        "tfaas.auth.jwt.algorithms", "ES256, HS256",
                        "tfaas.auth.jwt.clock-skew", "5s"))
                .auth())
        .isEqualTo(
            new AuthConfig(
                "none",
                Optional.of("manage:a*, predict"),
                Optional.of(Path.of("tokens")),
                Optional.of(file),
                0,
                Optional.of(
                    new JwtConfig(
                        "i",
                        "a",
                        file.toString(),
                        List.of("ES256", "HS256"),
                        "roles",
                        Duration.ofSeconds(5)))));
  }

  @Test
  void rejectsARoleThatThereIsNot() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> TfaasConfig.of(Map.of("tfaas.auth.open", "everything")))
        .withMessageContaining("expected none, or roles such as predict, manage:hep*, admin");
  }

  @Test
  void rejectsAnIssuerWithoutItsKeys() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(
            () ->
                TfaasConfig.of(
                    Map.of("tfaas.auth.jwt.issuer", "i", "tfaas.auth.jwt.audience", "a")))
        .withMessage(
            "Setting tfaas.auth.jwt.issuer (given setting) needs tfaas.auth.jwt.keys as well");
  }

  @Test
  void rejectsKeysThatAnyoneOnTheWayCanChange() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(
            () ->
                TfaasConfig.of(
                    Map.of(
                        "tfaas.auth.jwt.issuer", "i",
                        "tfaas.auth.jwt.audience", "a",
                        "tfaas.auth.jwt.keys", "http://issuer.example/keys")))
        .withMessageContaining("an https:// address, or an http:// address of this machine");
  }

  @Test
  void rejectsUnsignedTokens() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(
            () ->
                TfaasConfig.of(
                    Map.of(
                        "tfaas.auth.jwt.issuer", "i",
                        "tfaas.auth.jwt.audience", "a",
                        "tfaas.auth.jwt.keys", "https://issuer.example/keys",
                        "tfaas.auth.jwt.algorithms", "none")))
        .withMessageContaining("expected algorithms such as RS256");
  }

  @Test
  void noticesThreadCountBesideConfigProto(@TempDir Path folder) throws IOException {
    Path proto = Files.createFile(folder.resolve("config.pb"));

    assertThat(
            TfaasConfig.of(
                    Map.of(
                        "tfaas.tensorflow.intra-op-threads",
                        "2",
                        "tfaas.tensorflow.config-proto",
                        proto.toString()))
                .notices())
        .containsExactly(
            "Setting tfaas.tensorflow.intra-op-threads (given setting) has no effect beside"
                + " tfaas.tensorflow.config-proto");
  }

  @Test
  void rejectsCertificateWithoutKey(@TempDir Path folder) throws IOException {
    Path certificate = Files.createFile(folder.resolve("server.crt"));

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> TfaasConfig.of(Map.of("tfaas.tls.certificate", certificate.toString())))
        .withMessage("Setting tfaas.tls.certificate (given setting) needs tfaas.tls.key as well");
  }

  @Test
  void rejectsKeyWithoutCertificate(@TempDir Path folder) throws IOException {
    Path key = Files.createFile(folder.resolve("server.key"));

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> TfaasConfig.of(Map.of("tfaas.tls.key", key.toString())))
        .withMessage("Setting tfaas.tls.key (given setting) needs tfaas.tls.certificate as well");
  }

  @Test
  void rejectsUnreadableCertificate(@TempDir Path folder) {
    Path missing = folder.resolve("server.crt");

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> TfaasConfig.of(Map.of("tfaas.tls.certificate", missing.toString())))
        .withMessage(
            "Invalid value '"
                + missing
                + "' of tfaas.tls.certificate (given setting):"
                + " expected a file that exists and can be read");
  }

  @Test
  void rejectsUnknownSetting() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> TfaasConfig.of(Map.of("port", "1")))
        .withMessage("Unknown setting port (given setting); did you mean tfaas.port?");
  }

  @Test
  void recordRejectsWhatASettingRejects() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(
            () ->
                new ModelConfig(
                    Path.of("models"),
                    Optional.empty(),
                    0,
                    Duration.ZERO,
                    ModelControl.POLL,
                    0,
                    Optional.empty(),
                    Duration.ofMinutes(10),
                    List.of()))
        .withMessage(
            "Invalid value '0' of tfaas.kept-versions: expected a whole number, at least 1");
  }

  @Test
  void loadsWithTheRealEnvironment() {
    assertThat(
            TfaasConfig.load(Optional.empty(), Map.of("tfaas.model-dir", "${user.dir}/models"))
                .model()
                .modelDir())
        .isEqualTo(Path.of(System.getProperty("user.dir"), "models"));
  }
}
