package io.tfaas.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tfaas.error.UnavailableException;
import io.tfaas.model.ModelName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServingConfigFileTest {

  private static final ModelName A = new ModelName("a");
  private static final ModelName LONGER = new ModelName("longer");

  private final Path file;

  ServingConfigFileTest(@TempDir Path folder) {
    this.file = folder.resolve("models.config");
  }

  @Test
  void namesNothingWhereThereIsNone() {
    assertThat(new ServingConfigFile(Optional.empty()).models()).isEmpty();
  }

  @Test
  void isReadAtTheStart() throws IOException {
    write("a");
    assertThat(opened().models()).containsOnlyKeys(A);
  }

  @Test
  void isReadAgainOnceItHasChangedAndSettled() throws IOException {
    write("a");
    ServingConfigFile config = opened();
    write("longer");
    config.refresh();
    assertThat(config.models()).containsOnlyKeys(A);
    config.refresh();
    assertThat(config.models()).containsOnlyKeys(LONGER);
  }

  @Test
  void keepsWhatItSaidWhileItCannotBeRead() throws IOException {
    write("a");
    ServingConfigFile config = opened();
    Files.writeString(file, "model_config_list {");
    config.refresh();
    config.refresh();
    assertThat(config.models()).containsOnlyKeys(A);
  }

  @Test
  void keepsWhatItSaidWhenItIsRemoved() throws IOException {
    write("a");
    ServingConfigFile config = opened();
    Files.delete(file);
    config.refresh();
    config.refresh();
    assertThat(config.models()).containsOnlyKeys(A);
  }

  @Test
  void stopsTheStartWhenItCannotBeRead() throws IOException {
    Files.writeString(file, "model_config_list {\n  config { name: 5 }\n}");
    assertThatThrownBy(this::opened)
        .isInstanceOf(UnavailableException.class)
        .hasMessage(
            "The model config file "
                + file
                + " cannot be read: line 2 is not text of a ModelServerConfig");
  }

  private ServingConfigFile opened() {
    return new ServingConfigFile(Optional.of(file));
  }

  private void write(String name) throws IOException {
    Files.writeString(
        file, "model_config_list { config { name: '%s' base_path: 'm' } }".formatted(name));
  }
}
