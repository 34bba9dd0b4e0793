package io.tfaas.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.TextFormat;
import io.tfaas.model.ModelName;
import io.tfaas.model.VersionPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServingConfigTest {

  private static final ModelName NAME = new ModelName("m");

  private final Path folder;

  ServingConfigTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void readsNamesPathsPoliciesAndLabels() throws IOException {
    ModelPlace place =
        place(
            read(
                """
                # served twice
                model_config_list {
                  config {
                    name: "m"
                    base_path: "/models/m"
                    model_platform: "tensorflow"
                    model_version_policy { specific { versions: 3 versions: 1 } }
                    version_labels { key: "stable" value: 1 }
                    version_labels { key: "canary" value: 3 }
                  }
                }
                """));
    assertThat(place.folder()).isEqualTo(Path.of("/models/m"));
    assertThat(place.policy()).contains(new VersionPolicy.Specific(Set.of(1L, 3L)));
    assertThat(place.labels()).containsEntry("stable", 1L).containsEntry("canary", 3L);
    assertThat(place.notices()).isEmpty();
  }

  @Test
  void readsTheOtherPolicies() throws IOException {
    assertThat(policy("all {}")).contains(new VersionPolicy.All());
    assertThat(policy("latest { num_versions: 2 }")).contains(new VersionPolicy.Latest(2));
    assertThat(policy("latest {}")).contains(new VersionPolicy.Latest(1));
  }

  @Test
  void saysNothingOfAPolicyThatIsNotThere() throws IOException {
    ServingConfig config = read("model_config_list { config { name: 'm' base_path: 'm' } }");
    assertThat(place(config).policy()).isEmpty();
  }

  @Test
  void takesARelativePathFromItsOwnFolder() throws IOException {
    ServingConfig config = read("model_config_list { config { name: 'm' base_path: 'a b/../c' } }");
    assertThat(place(config).folder()).isEqualTo(folder.resolve("c"));
  }

  @Test
  void reportsFieldsWithoutMeaning() throws IOException {
    ServingConfig config =
        read(
            """
            model_config_list {
              config {
                name: "m"
                base_path: "m"
                logging_config { sampling_config { sampling_rate: 0.1 } }
              }
            }
            """);
    assertThat(config.notices()).containsExactly("'logging_config' (line 5) has no effect here");
    assertThat(config.models()).containsKey(NAME);
  }

  @Test
  void reportsAnotherPlatform() throws IOException {
    ServingConfig config =
        read("model_config_list { config { name: 'm' base_path: 'm' model_platform: 'jax' } }");
    assertThat(place(config).notices())
        .containsExactly("The model_platform 'jax' has no effect; models are TensorFlow's");
  }

  @Test
  void leavesOutOnlyTheModelsThatCannotBe() throws IOException {
    ServingConfig config =
        read(
            """
            model_config_list {
              config { name: "../m" base_path: "m" }
              config { name: "cloud" base_path: "gs://bucket/m" }
              config { name: "m" base_path: "m" }
              config { name: "m" base_path: "n" }
            }
            """);
    assertThat(config.models()).containsOnlyKeys(NAME);
    assertThat(place(config).folder()).isEqualTo(folder.resolve("m"));
    assertThat(config.notices())
        .containsExactly(
            "the model '../m' is not served: no model can have this name",
            "the model 'cloud' is not served: its base_path is no local folder",
            "the model 'm' is there twice; the first one counts");
  }

  @Test
  void refusesWhatIsNotTheTextOfAConfig() {
    assertThatThrownBy(() -> read("model_config_list {\n  config { name: 5 }\n}"))
        .isInstanceOfSatisfying(
            TextFormat.ParseException.class, e -> assertThat(e.getLine()).isEqualTo(2));
  }

  private Optional<VersionPolicy> policy(String text) throws IOException {
    return place(
            read(
                "model_config_list { config { name: 'm' base_path: 'm' model_version_policy { "
                    + text
                    + " } } }"))
        .policy();
  }

  private static ModelPlace place(ServingConfig config) {
    return Optional.ofNullable(config.models().get(NAME)).orElseThrow();
  }

  private ServingConfig read(String text) throws IOException {
    return ServingConfig.read(Files.writeString(folder.resolve("models.config"), text));
  }
}
