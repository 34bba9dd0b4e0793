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
    this.state = new StateFiles(folder, Files.createDirectories(folder.resolve("staging")));
  }

  @Test
  void knowsNoMarksAtFirst() {
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
  void aFileThatCannotBeReadIsNoMarks() throws IOException {
    state.marks(NAME, MARKS);
    Files.writeString(folder.resolve("versions/a b"), "{");
    assertThat(state.marks(NAME)).isEqualTo(VersionMarks.NONE);
  }

  @Test
  void leavesNothingInStagingOfWhatItCannotWrite() throws IOException {
    Files.createDirectories(folder.resolve("versions/a b/not-empty"));
    assertThatThrownBy(() -> state.marks(NAME, MARKS)).isInstanceOf(IOException.class);
    assertThat(folder.resolve("staging")).isEmptyDirectory();
  }

  @Test
  void theDefaultThatWasComingIsNoneBeforeItsVersionIsThere() throws IOException {
    state.comingDefault(Optional.of(OTHER), NAME, 3);
    assertThat(state.defaultModel(version -> false)).contains(OTHER);
    assertThat(state.defaultModel(Path.of("a b/3")::equals)).contains(NAME);
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
