package io.tfaas.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tfaas.model.ModelName;
import io.tfaas.model.VersionMarks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StateFilesTest {

  private static final ModelName NAME = new ModelName("a b");
  private static final ModelName OTHER = new ModelName("other");
  private static final VersionMarks MARKS =
      new VersionMarks(
          Optional.of(3L), Map.of("stable", 3L, "canary", 4L), Optional.of(Set.of(3L, 4L)));

  private final Path folder;
  private final StateFiles state;

  StateFilesTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.state =
        new StateFiles(
            folder,
            Files.createDirectories(folder.resolve("staging")),
            new Trees(DiskSteps.SYSTEM));
  }

  @Test
  void knowsNoMarksAtFirst() throws IOException {
    assertThat(state.marks(NAME)).isEqualTo(VersionMarks.NONE);
  }

  @Test
  void readsTheMarksThatItWrote() throws IOException {
    state.marks(NAME, MARKS);
    assertThat(state.marks(NAME)).isEqualTo(MARKS);
    assertThat(folder.resolve("staging")).isEmptyDirectory();
  }

  @Test
  void readsThatAModelWithoutVersionsIsUnloaded() throws IOException {
    VersionMarks unloaded = new VersionMarks(Optional.empty(), Map.of(), Optional.of(Set.of()));
    state.marks(NAME, unloaded);
    assertThat(state.marks(NAME)).isEqualTo(unloaded);
  }

  @Test
  void keepsNoFileForAModelWithoutMarks() throws IOException {
    state.marks(NAME, MARKS);
    state.marks(NAME, VersionMarks.NONE);
    assertThat(folder.resolve("versions")).isEmptyDirectory();
  }

  @Test
  void aFileThatCannotBeReadIsNotOneThatIsNotThere() throws IOException {
    Files.createDirectories(folder.resolve("versions/a b"));
    assertThatThrownBy(() -> state.marks(NAME)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "", "null", "7"})
  void whatIsNoMarksIsAFailure(String content) throws IOException {
    Files.writeString(Files.createDirectories(folder.resolve("versions")).resolve("a b"), content);
    assertThatThrownBy(() -> state.marks(NAME)).isInstanceOf(IOException.class);
  }

  @Test
  void neverWritesOverWhatItCannotRead() throws IOException {
    Path file = Files.createDirectories(folder.resolve("versions")).resolve("a b");
    Files.writeString(file, "{\"pin\":3");
    assertThatThrownBy(() -> state.marks(NAME, MARKS)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> state.marks(NAME, VersionMarks.NONE)).isInstanceOf(IOException.class);
    assertThat(file).hasContent("{\"pin\":3");
  }

  @Test
  void forgetsWhatItCannotRead() throws IOException {
    Path file = Files.createDirectories(folder.resolve("versions")).resolve("a b");
    Files.writeString(file, "{");
    state.forget(NAME);
    assertThat(state.marks(NAME)).isEqualTo(VersionMarks.NONE);
  }

  @Test
  void leavesNothingInStagingOfWhatItCannotWrite() throws IOException {
    Files.createDirectories(folder.resolve("default/not-empty"));
    assertThatThrownBy(() -> state.defaultModel(Optional.of(NAME))).isInstanceOf(IOException.class);
    assertThat(folder.resolve("staging")).isEmptyDirectory();
  }

  @Test
  void theDefaultThatWasComingIsNoneBeforeItsVersionIsThere() throws IOException {
    state.comingDefault(Optional.of(OTHER), NAME, 3);
    assertThat(state.defaultModel(version -> false)).contains(OTHER);
    assertThat(state.defaultModel(Path.of("a b/3")::equals)).contains(NAME);
  }

  @Test
  void aDefaultThatCannotBeReadIsAFailure() throws IOException {
    Files.createDirectories(folder.resolve("default"));
    assertThatThrownBy(() -> state.defaultModel(version -> true)).isInstanceOf(IOException.class);
  }

  @Test
  void aDefaultThatIsNoNameIsNone() throws IOException {
    Files.write(folder.resolve("default"), new byte[] {(byte) 0xFF, 0});
    assertThat(state.defaultModel(version -> true)).isEmpty();
  }

  @Test
  void settlesTheDefaultThatACrashLeftOpen() throws IOException {
    state.comingDefault(Optional.of(OTHER), NAME, 3);
    state.settleDefault(version -> false);
    assertThat(state.defaultModel(version -> true)).contains(OTHER);
    state.comingDefault(Optional.of(OTHER), NAME, 3);
    state.settleDefault(version -> true);
    assertThat(state.defaultModel(version -> false)).contains(NAME);
  }

  @Test
  void keepsTheMarksOfEachModelApart() throws IOException {
    state.marks(NAME, MARKS);
    assertThat(state.marks(new ModelName("b"))).isEqualTo(VersionMarks.NONE);
  }
}
