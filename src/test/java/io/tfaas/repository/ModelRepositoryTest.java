package io.tfaas.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tfaas.error.InvalidModelException;
import io.tfaas.error.NotFoundException;
import io.tfaas.error.UnavailableException;
import io.tfaas.model.Fingerprint;
import io.tfaas.model.FoundModel;
import io.tfaas.model.FoundModel.FoundVersion;
import io.tfaas.model.ModelName;
import io.tfaas.model.ModelParams;
import io.tfaas.model.StoredModel;
import io.tfaas.model.VersionMarks;
import io.tfaas.testing.LogRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ModelRepositoryTest {

  private static final ModelName NAME = new ModelName("m");

  private final Path root;

  ModelRepositoryTest(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void findsTheVersionsOfServingsLayoutNewestFirst() throws IOException {
    graph("m/1/saved_model.pb");
    graph("m/00000123/saved_model.pb");
    assertThat(found()).containsExactly(123L, 1L);
  }

  @Test
  void readsAVersionWhoseFolderIsPaddedWithZeros() throws IOException {
    graph("m/00000123/saved_model.pb");
    assertThat(repository().read(NAME, 123).folder()).isEqualTo(root.resolve("m/00000123"));
  }

  @Test
  void readsThePlainLayoutAsVersion1() throws IOException {
    graph("m/model.pb");
    write("m/params.json", "{\"name\":\"m\",\"inputNode\":\"in\",\"model\":\"model.pb\"}");
    StoredModel stored = repository().read(NAME, 1);
    assertThat(stored.number()).isEqualTo(1);
    assertThat(stored.params().inputNode()).isEqualTo("in");
  }

  @Test
  void findsLabelsBesideTheVersions() throws IOException {
    graph("m/1/saved_model.pb");
    write("m/labels.txt", "malignant\r\nbenign\n");
    assertThat(repository().read(NAME, 1).labels()).containsExactly("malignant", "benign");
  }

  @Test
  void passesOverAVersionWithoutGraph() throws IOException {
    graph("m/1/saved_model.pb");
    Files.createDirectories(root.resolve("m/2"));
    assertThat(found()).containsExactly(1L);
  }

  @Test
  void findsNoVersionInAFolderWithoutModel() throws IOException {
    write("m/readme.txt", "nothing");
    assertThat(found()).isEmpty();
  }

  @Test
  void refusesToReadAVersionThatIsGone() throws IOException {
    graph("m/1/saved_model.pb");
    assertThatThrownBy(() -> repository().read(NAME, 2))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("Its files are gone");
  }

  @Test
  void refusesParamsThatAreNotJson() throws IOException {
    graph("m/model.pb");
    write("m/params.json", "{");
    assertThatThrownBy(() -> repository().read(NAME, 1))
        .hasMessage("params.json is not the JSON object that describes a model (line 1)");
  }

  @Test
  void aFolderThatCannotBeLookedAtIsNotGone() throws IOException {
    graph("m/1/saved_model.pb");
    ModelRepository repository = repository();
    Path hidden = hide("m");
    assertThat(repository.names()).containsExactly(NAME);
    assertThatThrownBy(() -> repository.find(NAME))
        .isInstanceOf(UnavailableException.class)
        .hasMessage("The model's files cannot be read");

    show("m", hidden);
    assertThat(found()).containsExactly(1L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"m/2", "m/2/saved_model.pb", "m/2/model.savedmodel"})
  void aVersionThatCannotBeLookedAtIsOneWhoseFilesAreChanging(String unreadable)
      throws IOException {
    graph("m/1/saved_model.pb");
    loop(unreadable);
    FoundModel found = repository().find(NAME).orElseThrow();
    assertThat(found.versions()).extracting(FoundVersion::number).containsExactly(2L, 1L);
    assertThat(found.versions().get(0).fingerprint()).isEqualTo(Fingerprint.CHANGING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"m/config.pbtxt", "m/1/params.json", "m/1/labels.txt", "m/labels.txt"})
  void whatIsSaidOfAModelIsNotPassedOverWhereItCannotBeLookedAt(String unreadable)
      throws IOException {
    graph("m/1/saved_model.pb");
    loop(unreadable);
    assertThatThrownBy(() -> repository().read(NAME, 1))
        .isInstanceOf(UnavailableException.class)
        .hasMessage("The model's files cannot be read");
  }

  @Test
  void publishesNothingInAFolderThatCannotBeLookedAt() throws IOException {
    ModelRepository repository = repository();
    publish(repository);
    VersionMarks marks = new VersionMarks(Optional.of(1L), Map.of(), Optional.empty());
    repository.marks(NAME, marks);
    Path hidden = hide("m");
    assertThatThrownBy(() -> publish(repository)).isInstanceOf(UnavailableException.class);

    show("m", hidden);
    assertThat(versions()).containsExactly("1");
    assertThat(repository.marks(NAME)).isEqualTo(marks);
  }

  @Test
  void publishesAboveAVersionThatCannotBeLookedAt() throws IOException {
    graph("m/1/saved_model.pb");
    loop("m/7");
    assertThat(publish(repository()).number()).isEqualTo(8);
  }

  @Test
  void publishesAboveTheHighestNumber() throws IOException {
    graph("m/7/saved_model.pb");
    assertThat(publish(repository()).number()).isEqualTo(8);
    assertThat(root.resolve("m/8/saved_model.pb")).exists();
  }

  @Test
  void publishesBesideThePlainLayout() throws IOException {
    graph("m/model.pb");
    assertThat(publish(repository()).number()).isEqualTo(2);
    assertThat(root.resolve("m/model.pb")).exists();
  }

  @Test
  void keepsTheNewestUploadedVersions() throws IOException {
    ModelRepository repository = repository();
    for (int i = 0; i < 5; i++) {
      publish(repository);
    }
    assertThat(versions()).containsExactlyInAnyOrder("3", "4", "5");
  }

  @Test
  void neverRemovesVersionsThatOthersPutThere() throws IOException {
    graph("m/1/saved_model.pb");
    ModelRepository repository = repository();
    for (int i = 0; i < 4; i++) {
      publish(repository);
    }
    assertThat(versions()).containsExactlyInAnyOrder("1", "3", "4", "5");
  }

  @Test
  void neverRemovesAVersionThatIsPinned() throws IOException {
    ModelRepository repository = repository();
    publish(repository);
    repository.marks(NAME, new VersionMarks(Optional.of(1L), Map.of(), Optional.empty()));
    for (int i = 0; i < 4; i++) {
      publish(repository);
    }
    assertThat(versions()).containsExactlyInAnyOrder("1", "3", "4", "5");
  }

  @Test
  void neverRemovesAVersionThatIsServed() throws IOException {
    write("m/config.pbtxt", "version_policy { latest { num_versions: 4 } }");
    ModelRepository repository = repository();
    for (int i = 0; i < 5; i++) {
      publish(repository);
    }
    assertThat(versions()).contains("2", "3", "4", "5").doesNotContain("1");
  }

  @Test
  void stampsTheTimeOfPublishing() throws IOException {
    assertThat(publish(repository()).params().timestamp()).isNotEmpty();
  }

  @Test
  void removesAllVersions() throws IOException {
    graph("m/1/saved_model.pb");
    ModelRepository repository = repository();
    assertThat(repository.delete(NAME)).isTrue();
    assertThat(root.resolve("m")).doesNotExist();
  }

  @Test
  void saysWhenThereIsNothingToRemove() {
    assertThat(repository().delete(NAME)).isFalse();
  }

  @Test
  void opensTheGraphOrAFileOfAVersion() throws IOException {
    graph("m/1/saved_model.pb");
    graph("m/1/a.pb");
    write("m/1/variables/variables.index", "index");
    ModelRepository repository = repository();
    StoredModel stored = repository.read(NAME, 1);
    assertThat(repository.files(stored))
        .containsExactly("a.pb", "saved_model.pb", "variables/variables.index");
    try (OpenFile graph = repository.open(stored, Optional.empty());
        OpenFile index = repository.open(stored, Optional.of("variables/variables.index"))) {
      assertThat(graph.content()).hasContent("graph");
      assertThat(index.content()).hasContent("index");
    }
    assertThatThrownBy(() -> repository.open(stored, Optional.of("variables")))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("Model 'm' has no such file");
  }

  @Test
  void aFileIsReadToItsEndThoughItsModelIsRemoved() throws IOException {
    graph("m/1/saved_model.pb");
    ModelRepository repository = repository();
    try (OpenFile graph = repository.open(repository.read(NAME, 1), Optional.empty())) {
      repository.delete(NAME);
      assertThat(graph.content()).hasContent("graph");
    }
  }

  @Test
  void theFilesOfAModelThatWasRemovedMeanwhileAreThoseOfNoModel() throws IOException {
    graph("m/1/saved_model.pb");
    ModelRepository repository = repository();
    StoredModel stored = repository.read(NAME, 1);
    repository.delete(NAME);
    assertThatThrownBy(() -> repository.files(stored))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("No such model: 'm'");
    assertThatThrownBy(() -> repository.open(stored, Optional.empty()))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("No such model: 'm'");
  }

  @Test
  void theFilesOfAVersionThatWasRemovedMeanwhileAreAskedForAgain() throws IOException {
    graph("m/1/saved_model.pb");
    graph("m/2/saved_model.pb");
    ModelRepository repository = repository();
    StoredModel stored = repository.read(NAME, 2);
    Files.move(root.resolve("m/2"), root.resolve(".moved"));
    assertThatThrownBy(() -> repository.open(stored, Optional.of("saved_model.pb")))
        .isInstanceOf(UnavailableException.class)
        .hasMessage("The files of model 'm' are being changed; try again");
  }

  @Test
  void remembersTheDefault() throws IOException {
    graph("m/1/saved_model.pb");
    repository().defaultModel(NAME);
    assertThat(repository().defaultModel()).contains(NAME);
  }

  @Test
  void forgetsADefaultThatIsRemoved() throws IOException {
    graph("m/1/saved_model.pb");
    ModelRepository repository = repository();
    repository.defaultModel(NAME);
    repository.delete(NAME);
    assertThat(repository().defaultModel()).isEmpty();
  }

  @Test
  void sweepsWhatACrashLeftInStaging() throws IOException {
    graph(".tfaas/staging/left/content/saved_model.pb");
    repository();
    assertThat(root.resolve(".tfaas/staging")).isEmptyDirectory();
  }

  @Test
  void publishingMakesTheDefaultModel() throws IOException {
    publish(repository());
    assertThat(repository().defaultModel()).contains(NAME);
    assertThat(root.resolve(".tfaas/default")).hasContent("m");
  }

  @Test
  void aCrashBeforeTheRenameLeavesTheEarlierDefault() throws IOException {
    graph("other/1/saved_model.pb");
    write(".tfaas/default", "other\nm/1");
    assertThat(repository().defaultModel()).contains(new ModelName("other"));
  }

  @Test
  void aCrashAfterTheRenameLeavesTheNewDefault() throws IOException {
    graph("other/1/saved_model.pb");
    graph("m/1/saved_model.pb");
    write(".tfaas/default", "other\nm/1");
    assertThat(repository().defaultModel()).contains(NAME);
    assertThat(root.resolve(".tfaas/default")).hasContent("m");
  }

  @Test
  void aNewModelHasNoMarksOfAnEarlierOne() throws IOException {
    write(".tfaas/versions/m", "{\"pin\":7}");
    ModelRepository repository = repository();
    publish(repository);
    assertThat(repository.marks(NAME)).isEqualTo(VersionMarks.NONE);
  }

  @Test
  void publishesAndRemovesNothingWhileMarksCannotBeRead() throws IOException {
    ModelRepository repository = repository();
    publish(repository);
    repository.marks(NAME, new VersionMarks(Optional.of(1L), Map.of(), Optional.empty()));
    for (int i = 0; i < 3; i++) {
      publish(repository);
    }
    Path hidden = hide(".tfaas/versions/m");
    assertThatThrownBy(() -> publish(repository))
        .isInstanceOf(UnavailableException.class)
        .hasMessage(
            "The pin and labels of model 'm' cannot be read, and without them it is neither loaded"
                + " nor changed: the server's log tells its operator why");
    assertThat(versions()).containsExactlyInAnyOrder("1", "2", "3", "4");
    assertThat(root.resolve(".tfaas/staging")).isEmptyDirectory();

    show(".tfaas/versions/m", hidden);
    publish(repository);
    assertThat(versions()).containsExactlyInAnyOrder("1", "3", "4", "5");
    assertThat(repository.marks(NAME).pin()).contains(1L);
  }

  @Test
  void publishesNothingWhileTheDefaultCannotBeRead() throws IOException {
    graph("other/1/saved_model.pb");
    ModelRepository repository = repository();
    repository.defaultModel(new ModelName("other"));
    Path hidden = hide(".tfaas/default");
    assertThatThrownBy(() -> publish(repository)).isInstanceOf(UnavailableException.class);
    assertThat(repository.defaultModel()).isEmpty();
    assertThat(root.resolve("m")).doesNotExist();

    show(".tfaas/default", hidden);
    assertThat(repository.defaultModel()).contains(new ModelName("other"));
  }

  @Test
  void saysOnceWhyMarksCannotBeRead() throws IOException {
    write(".tfaas/versions/m", "{");
    ModelRepository repository = repository();
    try (LogRecords log = LogRecords.of(StoreFailures.class.getName())) {
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> repository.marks(NAME)).isInstanceOf(UnavailableException.class);
      }
      assertThat(log.messages()).hasSize(1).first().asString().contains("JsonEOFException");
    }
  }

  @Test
  void removesAModelWhoseMarksCannotBeRead() throws IOException {
    graph("m/1/saved_model.pb");
    write(".tfaas/versions/m", "{");
    assertThat(repository().delete(NAME)).isTrue();
    assertThat(root.resolve(".tfaas/versions/m")).doesNotExist();
  }

  @Test
  void leavesNothingOfAModelThatCannotBePublished() throws IOException {
    write("m", "a file where the model's folder should be");
    ModelRepository repository = repository();
    try (LogRecords log = LogRecords.of(StoreFailures.class.getName())) {
      assertThatThrownBy(() -> publish(repository))
          .isInstanceOf(UnavailableException.class)
          .hasMessage(
              "The server cannot change its model folder, and nothing was changed: the server's log"
                  + " tells its operator why");
      assertThat(log.messages()).hasSize(1).first().asString().contains(root.toString());
    }
    assertThat(root.resolve(".tfaas/staging")).isEmptyDirectory();
    assertThat(repository.defaultModel()).isEmpty();
  }

  @Test
  void listsNoHiddenFolders() throws IOException {
    graph("m/1/saved_model.pb");
    graph(".hidden/1/saved_model.pb");
    assertThat(repository().names()).containsExactly(NAME);
  }

  @Test
  void refusesAFolderThatIsAFile() throws IOException {
    Path file = Files.createFile(root.resolve("file"));
    assertThatThrownBy(() -> new ModelRepository(file.resolve("models"), Optional.empty(), 3))
        .isInstanceOf(UnavailableException.class);
  }

  private ModelRepository repository() {
    return new ModelRepository(root, Optional.empty(), 3);
  }

  private List<Long> found() {
    return repository().find(NAME).orElseThrow().versions().stream()
        .map(FoundVersion::number)
        .toList();
  }

  private StoredModel publish(ModelRepository repository) throws IOException {
    try (Staging staging = repository.stage()) {
      Files.writeString(staging.content().resolve("saved_model.pb"), "graph");
      return repository.publish(
          new StoredModel(NAME, 0, staging.content(), ModelParams.named("m"), List.of()));
    }
  }

  private List<String> versions() throws IOException {
    try (var folders = Files.list(root.resolve("m"))) {
      return folders.map(folder -> folder.getFileName().toString()).toList();
    }
  }

  /* A link to itself cannot be read, by root either. */
  private Path hide(String path) throws IOException {
    Path hidden = Files.move(root.resolve(path), root.resolve(".hidden"));
    loop(path);
    return hidden;
  }

  private void loop(String path) throws IOException {
    Path link = root.resolve(path);
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, link);
  }

  private void show(String path, Path hidden) throws IOException {
    Files.move(hidden, root.resolve(path), StandardCopyOption.REPLACE_EXISTING);
  }

  private void graph(String path) throws IOException {
    write(path, "graph");
  }

  private void write(String path, String content) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
