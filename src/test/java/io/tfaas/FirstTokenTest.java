package io.tfaas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tfaas.config.TfaasConfig;
import io.tfaas.server.StartException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No server is started here: what counts is the address it would listen on. */
final class FirstTokenTest {

  private final Path models;

  FirstTokenTest(@TempDir Path folder) {
    this.models = folder.resolve("models");
  }

  @Test
  void aServerThatOthersReachShowsATokenOnce() throws IOException {
    TfaasConfig config = config("tfaas.host", "0.0.0.0");
    String shown = shown(config);
    String token =
        shown
            .lines()
            .map(String::strip)
            .filter(l -> l.startsWith("tfaas_"))
            .findFirst()
            .orElseThrow();
    assertThat(Files.readString(models.resolve(".tfaas/tokens")))
        .matches("first-start sha256:[0-9a-f]{64} admin\n")
        .doesNotContain(token);
    assertThat(shown(config)).isEmpty();
  }

  @Test
  void aServerOfThisMachineNeedsNone() {
    assertThat(shown(config("tfaas.host", "localhost"))).isEmpty();
    assertThat(shown(config("tfaas.host", "::1"))).isEmpty();
    assertThat(models.resolve(".tfaas/tokens")).doesNotExist();
  }

  @Test
  void aServerWithAnotherCredentialNeedsNone() throws IOException {
    Path subjects = Files.createFile(Files.createDirectories(models).resolve("subjects"));
    assertThat(
            shown(
                config(
                    "tfaas.host", "0.0.0.0", "tfaas.auth.certificates-file", subjects.toString())))
        .isEmpty();
  }

  @Test
  void theCommandMakesATokenOfItsOwn() throws IOException {
    TfaasConfig config = config("tfaas.host", "0.0.0.0");
    assertThat(made(config, "alice", "manage:hep*")).matches("tfaas_[A-Za-z0-9_-]{43}\n");
    assertThat(made(config, "bob")).startsWith("tfaas_");
    assertThat(Files.readAllLines(models.resolve(".tfaas/tokens")))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("alice ").endsWith(" manage:hep*"),
            line -> assertThat(line).startsWith("bob ").endsWith(" manage"));
    assertThat(shown(config)).isEmpty();
  }

  @Test
  void theCommandRefusesWhatIsNoRole() {
    assertThatThrownBy(() -> made(config("tfaas.port", "0"), "alice", "root"))
        .isInstanceOf(StartException.class)
        .hasMessageStartingWith("Invalid role 'root'");
  }

  private TfaasConfig config(String... settings) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("tfaas.model-dir", models.toString());
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    return TfaasConfig.of(all);
  }

  private static String shown(TfaasConfig config) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    FirstToken.makeIfNeeded(config, new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static String made(TfaasConfig config, String... operands) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    FirstToken.make(
        config, List.of(operands), new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
