package io.tfaas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tfaas.server.StartException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CommandLineTest {

  @Test
  void servesWithoutArguments() {
    CommandLine line = CommandLine.parse(List.of());
    assertThat(line.action()).isEqualTo(CommandLine.Action.SERVE);
    assertThat(line.config()).isEmpty();
  }

  @Test
  void takesTheFileOfSettingsInBothForms() {
    assertThat(CommandLine.parse(List.of("--config", "a b.properties")).config())
        .contains(Path.of("a b.properties"));
    assertThat(CommandLine.parse(List.of("--config=x=y")).config()).contains(Path.of("x=y"));
  }

  @Test
  void prefersHelpToVersion() {
    assertThat(CommandLine.parse(List.of("--version")).action())
        .isEqualTo(CommandLine.Action.VERSION);
    assertThat(CommandLine.parse(List.of("--help", "--version")).action())
        .isEqualTo(CommandLine.Action.HELP);
    assertThat(CommandLine.parse(List.of("--version", "-h")).action())
        .isEqualTo(CommandLine.Action.HELP);
  }

  @Test
  void takesTheCommandThatMakesATokenWithItsOperands() {
    CommandLine line =
        CommandLine.parse(List.of("--config", "x.json", "token", "alice", "predict:a"));
    assertThat(line.action()).isEqualTo(CommandLine.Action.TOKEN);
    assertThat(line.operands()).containsExactly("alice", "predict:a");
    assertThat(line.config()).contains(Path.of("x.json"));
  }

  @Test
  void refusesATokenWithoutNameOrWithTooMuch() {
    String message = "command token needs NAME and may have ROLES; see --help";
    assertRefused(message, "token");
    assertRefused(message, "token", "a", "b", "c");
  }

  @Test
  void refusesAnUnknownOption() {
    assertRefused("unknown option --prot; see --help", "--prot");
    assertRefused("unknown argument 'models'; see --help", "models");
  }

  @Test
  void refusesConfigWithoutFile() {
    assertRefused("option --config needs a file; see --help", "--config");
    assertRefused("option --config needs a file; see --help", "--config=");
    assertRefused("option --config needs a file; see --help", "--config", "--help");
  }

  private static void assertRefused(String message, String... arguments) {
    assertThatThrownBy(() -> CommandLine.parse(List.of(arguments)))
        .isInstanceOf(StartException.class)
        .hasMessage(message);
  }
}
