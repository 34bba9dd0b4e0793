package io.tfaas.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tfaas.error.InvalidModelException;
import io.tfaas.model.Fingerprint;
import io.tfaas.model.FoundModel;
import io.tfaas.model.FoundModel.FoundVersion;
import io.tfaas.model.ModelName;
import io.tfaas.model.StoredModel;
import io.tfaas.model.VersionPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layouts of a model's folder, and Triton's {@code config.pbtxt} in it. */
final class ModelFolderTest {

  private static final ModelName NAME = new ModelName("m");

  private final Path folder;

  ModelFolderTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void findsTheVersionsOfTritonsLayout() throws IOException {
    write("1/model.savedmodel/saved_model.pb", "graph");
    write("3/model.savedmodel/saved_model.pb", "graph");
    assertThat(numbers()).containsExactly(3L, 1L);
    assertThat(read(3).folder()).isEqualTo(folder.resolve("3/model.savedmodel"));
  }

  @Test
  void findsAGraphUnderTheNameThatTheConfigGives() throws IOException {
    write("config.pbtxt", "default_model_filename: 'graph'");
    write("1/graph/saved_model.pb", "graph");
    assertThat(read(1).folder()).isEqualTo(folder.resolve("1/graph"));
  }

  @Test
  void doesNotLeaveTheFolderForAGraph() throws IOException {
    write("config.pbtxt", "default_model_filename: '../2'");
    write("1/saved_model.pb", "graph");
    assertThat(read(1).folder()).isEqualTo(folder.resolve("1"));
  }

  @Test
  void aVersionsOwnGraphComesBeforeOneBesideIt() throws IOException {
    write("1/saved_model.pb", "graph");
    write("1/model.savedmodel/saved_model.pb", "another");
    assertThat(read(1).folder()).isEqualTo(folder.resolve("1"));
  }

  static Stream<String> impossibleNames() {
    return Stream.of("a\\u0000b", "é".repeat(128));
  }

  @ParameterizedTest
  @MethodSource("impossibleNames")
  void saysOfANameThatNoFileCanHave(String name) throws IOException {
    write("1/saved_model.pb", "graph");
    write("1/params.json", "{\"labels\": \"" + name + "\"}");
    assertThatThrownBy(() -> read(1))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("No file can have the name that 'labels' of params.json gives: rename it");
  }

  @Test
  void theNewestIsServedWhereNothingIsSaid() throws IOException {
    assertThat(found().policy()).isEqualTo(VersionPolicy.NEWEST);
  }

  @Test
  void readsThePolicies() throws IOException {
    write("config.pbtxt", "version_policy: { all {} }");
    assertThat(found().policy()).isEqualTo(new VersionPolicy.All());
    write("config.pbtxt", "version_policy: { latest { num_versions: 2 } }");
    assertThat(found().policy()).isEqualTo(new VersionPolicy.Latest(2));
    write("config.pbtxt", "version_policy: { specific { versions: [1, 3] } }");
    assertThat(found().policy()).isEqualTo(new VersionPolicy.Specific(Set.of(1L, 3L)));
  }

  @Test
  void whatTheModelConfigFileSaysOfThePolicyComesFirst() throws IOException {
    write("config.pbtxt", "version_policy: { all {} }");
    ModelPlace place =
        new ModelPlace(NAME, folder, Optional.of(new VersionPolicy.Latest(2)), Map.of(), List.of());
    assertThat(ModelFolder.of(place).found().policy()).isEqualTo(new VersionPolicy.Latest(2));
  }

  @Test
  void readsTheLimits() throws IOException {
    write(
        "config.pbtxt",
        """
        max_batch_size: 8
        dynamic_batching { default_queue_policy { max_queue_size: 100 } }
        """);
    write("1/saved_model.pb", "graph");
    assertThat(read(1).params().maxBatchRows()).isEqualTo(8);
    assertThat(read(1).params().maxWaitingRows()).isEqualTo(100);
  }

  @Test
  void theLimitsOfParamsComeFirst() throws IOException {
    write("config.pbtxt", "max_batch_size: 8");
    write("1/saved_model.pb", "graph");
    write("1/params.json", "{\"max_batch_rows\": 4}");
    assertThat(read(1).params().maxBatchRows()).isEqualTo(4);
    assertThat(read(1).maxRequestRows()).isEqualTo(8);
  }

  @Test
  void readsTheLabelFileOfAnOutput() throws IOException {
    write("config.pbtxt", "output [ { name: 'y' label_filename: 'names.txt' } ]");
    write("names.txt", "cat\ndog\n");
    write("1/saved_model.pb", "graph");
    assertThat(read(1).labels()).containsExactly("cat", "dog");
  }

  @Test
  void saysThatALabelFileIsMissing() throws IOException {
    write("config.pbtxt", "output [ { name: 'y' label_filename: 'names.txt' } ]");
    write("1/saved_model.pb", "graph");
    assertThatThrownBy(() -> read(1))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("The label file that config.pbtxt names, 'names.txt', is not there");
  }

  @Test
  void reportsWhatHasNoMeaning() throws IOException {
    write(
        "config.pbtxt",
        """
        name: "other"
        platform: "onnxruntime_onnx"
        instance_group [ { count: 2 kind: KIND_CPU } ]
        dynamic_batching { max_queue_delay_microseconds: 100 }
        """);
    assertThat(found().notices())
        .containsExactly(
            "In config.pbtxt, 'instance_group' (line 3) has no effect here",
            "In config.pbtxt, 'max_queue_delay_microseconds' (line 4) has no effect here",
            "config.pbtxt names the model 'other'; it is served under its folder's name",
            "In config.pbtxt, the platform 'onnxruntime_onnx' has no effect; only TensorFlow's"
                + " SavedModels are served");
  }

  @Test
  void reportsVersionsThatAreSpokenOfAndNotThere() throws IOException {
    write("3/saved_model.pb", "graph");
    VersionPolicy policy = new VersionPolicy.Specific(Set.of(3L, 4L));
    ModelPlace place =
        new ModelPlace(
            NAME, folder, Optional.of(policy), Map.of("stable", 3L, "canary", 5L), List.of());
    assertThat(ModelFolder.of(place).found().notices())
        .containsExactly(
            "The label 'canary' stands at version 5, which is not there", "Version 4 is not there");
  }

  @Test
  void reportsNothingOfWhatCounts() throws IOException {
    write("config.pbtxt", "name: 'm' platform: 'tensorflow_savedmodel' backend: 'tensorflow'");
    assertThat(found().notices()).isEmpty();
  }

  @Test
  void refusesAConfigThatIsNone() throws IOException {
    write("config.pbtxt", "name: 'm'\nmax_batch_size: many");
    assertThatThrownBy(this::found)
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("config.pbtxt is not the text of a ModelConfig (line 2)");
  }

  @Test
  void thePrintOfAVersionIsTheSameWhileItsFilesAre() throws IOException {
    write("1/saved_model.pb", "graph");
    assertThat(print(1).isStillThatOf(print(1))).isTrue();
  }

  @Test
  void thePrintOfAVersionChangesWithItsFilesAndItsConfig() throws IOException {
    write("1/saved_model.pb", "graph");
    Fingerprint first = print(1);
    write("1/variables/variables.index", "index");
    Fingerprint second = print(1);
    write("config.pbtxt", "max_batch_size: 8");
    assertThat(second).isNotEqualTo(first);
    assertThat(print(1)).isNotEqualTo(second);
  }

  @Test
  void thePrintOfAPlainVersionDoesNotChangeWithANumberedOne() throws IOException {
    write("saved_model.pb", "graph");
    Fingerprint first = print(1);
    write("2/saved_model.pb", "graph");
    assertThat(print(1)).isEqualTo(first);
  }

  private void write(String path, String content) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private ModelFolder model() {
    return ModelFolder.of(ModelPlace.of(NAME, folder));
  }

  private FoundModel found() {
    return model().found();
  }

  private StoredModel read(long number) {
    return model().read(number);
  }

  private List<Long> numbers() {
    return found().versions().stream().map(FoundVersion::number).toList();
  }

  private Fingerprint print(long number) {
    return found().versions().stream()
        .filter(version -> version.number() == number)
        .map(FoundVersion::fingerprint)
        .findFirst()
        .orElseThrow();
  }
}
