package io.tfaas.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonSettingsTest {

  private final Path folder;

  JsonSettingsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void readsTheFileOfTheOriginal() throws IOException {
    TfaasConfig config =
        load(
            """
            {
              "port": 8340, "auth": "false", "modelDir": "models", "staticDir": "static",
              "configProto": "", "base": "/tfaas", "serverKey": "", "serverCrt": "",
              "logFormatter": "text", "updateDNs": 600, "verbose": 1
            }
            """);

    assertThat(config.server().port()).isEqualTo(8340);
    assertThat(config.server().basePath()).isEqualTo("/tfaas");
    assertThat(config.server().tls()).isEmpty();
    assertThat(config.model().modelDir()).isEqualTo(Path.of("models"));
    assertThat(config.tensorFlow().configProto()).isEmpty();
    assertThat(config.log().level()).isEqualTo(LogLevel.DEBUG);
  }

  @Test
  void noticesKeysWithoutEffect() throws IOException {
    assertThat(load("{\"staticDir\": \"static\", \"auth\": [], \"port\": 1}").notices())
        .containsExactly(
            "Setting staticDir (" + file() + ") has no effect",
            "Setting auth (" + file() + ") has no effect");
  }

  @Test
  void readsTlsFilesOfTheOriginal() throws IOException {
    Path certificate = Files.createFile(folder.resolve("server.crt"));
    Path key = Files.createFile(folder.resolve("server.key"));

    assertThat(
            load("{\"serverCrt\": \"" + certificate + "\", \"serverKey\": \"" + key + "\"}")
                .server()
                .tls())
        .contains(new TlsConfig(certificate, key, Optional.empty(), ClientCertificates.WANT));
  }

  @Test
  void readsConfigProtoOfTheOriginal() throws IOException {
    Path proto = Files.createFile(folder.resolve("config.pb"));

    assertThat(load("{\"configProto\": \"" + proto + "\"}").tensorFlow().configProto())
        .contains(proto);
  }

  @Test
  void readsLogFileOfTheOriginal() throws IOException {
    assertThat(load("{\"logFile\": \"tfaas.log\"}").log().file()).contains(Path.of("tfaas.log"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"port\": 1}",
        "{\"port\": \"1\"}",
        "{\"Port\": 1}",
        "{\"tfaas.port\": 1}",
      })
  void readsThePort(String json) throws IOException {
    assertThat(load(json).server().port()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"modelDir", "modeldir", "model-dir", "tfaas.model-dir"})
  void readsTheModelFolder(String key) throws IOException {
    assertThat(load("{\"" + key + "\": \"models\"}").model().modelDir())
        .isEqualTo(Path.of("models"));
  }

  @ParameterizedTest
  @CsvSource({"0, INFO", "1, DEBUG", "\"2\", DEBUG", "\"\", INFO", "null, INFO"})
  void readsVerbosity(String verbose, LogLevel level) throws IOException {
    assertThat(load("{\"verbose\": " + verbose + "}").log().level()).isEqualTo(level);
  }

  @Test
  void takesNullForTheDefault() throws IOException {
    assertThat(load("{\"port\": null}").server().port()).isEqualTo(8083);
  }

  @Test
  void rejectsUnknownKey() throws IOException {
    assertRejected(
        "{\"serverCert\": \"x\"}",
        "Unknown setting serverCert (" + file() + "); did you mean serverCrt?");
  }

  @Test
  void suggestsTheFullNameForAFullName() throws IOException {
    assertRejected(
        "{\"tfaas.keptversions\": 1}",
        "Unknown setting tfaas.keptversions (" + file() + "); did you mean tfaas.kept-versions?");
  }

  @Test
  void rejectsAnotherSettingsFile() throws IOException {
    assertRejected("{\"config\": \"x\"}", "Unknown setting config (" + file() + ")");
  }

  @Test
  void namesTheKeyAsItIsWritten() throws IOException {
    assertRejected(
        "{\"serverCrt\": \"/no/such\"}",
        "Invalid value '/no/such' of tfaas.tls.certificate (serverCrt in "
            + file()
            + "): expected a file that exists and can be read");
  }

  @Test
  void rejectsASettingGivenTwice() throws IOException {
    assertRejected(
        "{\"modelDir\": \"a\", \"model-dir\": \"b\"}",
        "Setting tfaas.model-dir is given twice (modelDir and model-dir in " + file() + ")");
  }

  @Test
  void rejectsABadVerbosity() throws IOException {
    assertRejected(
        "{\"verbose\": \"much\"}",
        "Invalid value 'much' of verbose (" + file() + "): expected a whole number, at least 0");
  }

  @Test
  void rejectsAListAsValue() throws IOException {
    assertRejected(
        "{\"port\": [1]}",
        "Invalid value […] of port (" + file() + "): expected a string, a number or true or false");
  }

  @Test
  void rejectsAnObjectAsValue() throws IOException {
    assertRejected(
        "{\"host\": {}}",
        "Invalid value {…} of host (" + file() + "): expected a string, a number or true or false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "1"})
  void rejectsWhatIsNoObject(String json) throws IOException {
    assertRejected(json, "Cannot read the settings file " + file() + ": expected a JSON object");
  }

  @Test
  void rejectsBrokenJson() throws IOException {
    assertRejected(
        "{\n  \"port\": 1,\n}",
        "Cannot read the settings file "
            + file()
            + ": not valid JSON at line 3, column 1: Unexpected character ('}' (code 125)):"
            + " was expecting double-quote to start field name");
  }

  @Test
  void rejectsAKeyWrittenTwice() throws IOException {
    assertRejected(
        "{\"port\": 1, \"port\": 2}",
        "Cannot read the settings file "
            + file()
            + ": not valid JSON at line 1, column 19: Duplicate field 'port'");
  }

  @Test
  void rejectsMoreThanOneObject() throws IOException {
    Path file = Files.writeString(file(), "{} {}");

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> TfaasConfig.load(Optional.of(file), Map.of(), Map.of(), Map.of()))
        .withMessageStartingWith(
            "Cannot read the settings file " + file + ": not valid JSON at line 1, column 4: ");
  }

  private Path file() {
    return folder.resolve("config.json");
  }

  private TfaasConfig load(String json) throws IOException {
    Path file = Files.writeString(file(), json);
    return TfaasConfig.load(
        Optional.of(file), Map.of(), Map.of(), Map.of("user.home", "/home/ada"));
  }

  private void assertRejected(String json, String message) throws IOException {
    Path file = Files.writeString(file(), json);
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> TfaasConfig.load(Optional.of(file), Map.of(), Map.of(), Map.of()))
        .withMessage(message);
  }
}
