package io.tfaas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tfaas.config.TfaasConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of an application that is closed or could not start. */
final class TfaasApplicationTest {

  @Test
  void oneThatCannotStartLetsGoOfTheModelFolder(@TempDir Path models) {
    Map<String, String> folder = Map.of("tfaas.model-dir", models.toString());
    Map<String, String> broken =
        Map.of(
            "tfaas.model-dir", models.toString(), "tfaas.auth.certificates-file", "no-such-file");
    assertThatThrownBy(() -> new TfaasApplication(TfaasConfig.of(broken)))
        .hasMessageContaining("no-such-file");
    assertThatCode(() -> new TfaasApplication(TfaasConfig.of(folder)).close())
        .doesNotThrowAnyException();
  }

  @Test
  void closesWhatItOpenedLastFirstAndAllOfIt() {
    List<String> closed = new ArrayList<>();
    OpenResources open = new OpenResources();
    open.add(() -> closed.add("first"));
    open.add(
        () -> {
          throw new IllegalStateException("stuck");
        });
    open.add(() -> closed.add("last"));
    open.close();
    assertThat(closed).containsExactly("last", "first");
  }

  @Test
  void closesEachOnce() {
    List<String> closed = new ArrayList<>();
    OpenResources open = new OpenResources();
    open.add(() -> closed.add("only"));
    open.close();
    open.close();
    assertThat(closed).hasSize(1);
  }
}
