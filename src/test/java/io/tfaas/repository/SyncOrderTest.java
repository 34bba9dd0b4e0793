package io.tfaas.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tfaas.error.UnavailableException;
import io.tfaas.model.FoundModel;
import io.tfaas.model.FoundModel.FoundVersion;
import io.tfaas.model.ModelName;
import io.tfaas.model.ModelParams;
import io.tfaas.model.StoredModel;
import io.tfaas.model.VersionMarks;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is on disk before a call returns, and in which order it came there: a kill of the process
 * does not tell, since the system's caches outlive it.
 */
final class SyncOrderTest {

  private static final ModelName NAME = new ModelName("m");
  private static final VersionMarks PINNED =
      new VersionMarks(Optional.of(1L), Map.of(), Optional.empty());

  private final Path folder;

  SyncOrderTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** A call, and the step by which what it does comes to be. */
  enum Call {
    FIRST_UPLOAD("rename .tfaas/staging/U to m", 0),
    FURTHER_UPLOAD("rename .tfaas/staging/U/content to m/2", 1),
    PIN("rename .tfaas/staging/U to .tfaas/versions/m", 1),
    UNPIN("remove .tfaas/versions/m", 2),
    MAKE_DEFAULT("rename .tfaas/staging/U to .tfaas/default", 2),
    DELETE("rename m to .tfaas/staging/U", 2);

    private final String decisive;
    private final int before;

    /**
     * @param before how much there is: nothing, a version, or a version with a pin
     */
    Call(String decisive, int before) {
      this.decisive = decisive;
      this.before = before;
    }

    private void make(ModelRepository repository) throws IOException {
      switch (this) {
        case FIRST_UPLOAD, FURTHER_UPLOAD -> upload(repository);
        case PIN -> repository.marks(NAME, PINNED);
        case UNPIN -> repository.marks(NAME, VersionMarks.NONE);
        case MAKE_DEFAULT -> repository.defaultModel(NAME);
        case DELETE -> repository.delete(NAME);
      }
    }
  }

  /** Writes down the steps, and has one of them fail. */
  private static final class Watched implements DiskSteps {

    private final Path root;
    private final List<String> steps = new ArrayList<>();
    private int failing = -1;

    private Watched(Path root) {
      this.root = root;
    }

    private void watch(int failing) {
      steps.clear();
      this.failing = failing;
    }

    @Override
    public void sync(Path path, FileChannel channel) throws IOException {
      step("sync " + shown(path));
      DiskSteps.super.sync(path, channel);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
      step("rename " + shown(from) + " to " + shown(to));
      DiskSteps.super.rename(from, to);
    }

    @Override
    public void remove(Path path) throws IOException {
      step("remove " + shown(path));
      DiskSteps.super.remove(path);
    }

    private void step(String step) throws IOException {
      steps.add(step);
      if (steps.size() - 1 == failing) {
        throw new IOException("Input/output error");
      }
    }

    private String shown(Path path) {
      String below = root.relativize(path).toString().replaceAll("[0-9a-f-]{36}", "U");
      return below.isEmpty() ? "." : below;
    }
  }

  /** What a repository says of the model. */
  record State(
      List<ModelName> names,
      Optional<List<Long>> versions,
      Optional<VersionMarks> marks,
      Optional<ModelName> standard) {

    private static State of(ModelRepository repository) {
      Optional<FoundModel> found = repository.find(NAME);
      return new State(
          repository.names(),
          found.map(SyncOrderTest::numbers),
          found.map(model -> repository.marks(NAME)),
          repository.defaultModel());
    }
  }

  /** A folder that a call is made in. */
  private static final class Store {

    private final Path root;
    private final Watched watched;
    private final ModelRepository repository;

    private Store(Path root, Call call) throws IOException {
      this.root = Files.createDirectories(root);
      this.watched = new Watched(root);
      this.repository = new ModelRepository(root, Optional.empty(), 3, watched);
      if (call.before > 0) {
        upload(repository);
      }
      if (call.before > 1) {
        repository.marks(NAME, PINNED);
      }
      watched.watch(-1);
    }

    private State state() {
      return State.of(repository);
    }

    private State stateAfterARestart() {
      return State.of(new ModelRepository(root, Optional.empty(), 3));
    }
  }

  private static List<Long> numbers(FoundModel found) {
    return found.versions().stream().map(FoundVersion::number).toList();
  }

  private static void upload(ModelRepository repository) throws IOException {
    try (Staging staging = repository.stage()) {
      Files.writeString(staging.content().resolve("saved_model.pb"), "graph");
      Files.createDirectory(staging.content().resolve("variables"));
      Files.writeString(staging.content().resolve("variables/variables.index"), "index");
      repository.publish(
          new StoredModel(NAME, 0, staging.content(), ModelParams.named("m"), List.of()));
    }
  }

  private List<String> steps(Call call) throws IOException {
    Store store = new Store(folder.resolve("steps"), call);
    call.make(store.repository);
    return List.copyOf(store.watched.steps);
  }

  private static final List<String> CONTENT =
      List.of(
          "sync .tfaas/staging/U/content",
          "sync .tfaas/staging/U/content/params.json",
          "sync .tfaas/staging/U/content/saved_model.pb",
          "sync .tfaas/staging/U/content/variables",
          "sync .tfaas/staging/U/content/variables/variables.index");

  private static final List<String> DEFAULT =
      List.of(
          "sync .tfaas/staging/U",
          "rename .tfaas/staging/U to .tfaas/default",
          "sync .tfaas",
          "sync .tfaas/staging");

  @Test
  void ofAFirstUploadAllIsOnDiskBeforeItsModelsFolderIsRenamed() throws IOException {
    List<String> steps = steps(Call.FIRST_UPLOAD);
    List<String> expected = new ArrayList<>(DEFAULT);
    expected.addAll(
        List.of(
            "rename .tfaas/staging/U/content to .tfaas/staging/U/1",
            "sync .tfaas/staging/U",
            "sync .tfaas/staging/U",
            "rename .tfaas/staging/U to m",
            "sync .",
            "sync .tfaas/staging"));
    expected.addAll(DEFAULT);
    expected.add("remove .tfaas/staging/U");
    assertThat(steps.subList(0, CONTENT.size())).containsExactlyInAnyOrderElementsOf(CONTENT);
    assertThat(steps.subList(CONTENT.size(), steps.size())).isEqualTo(expected);
  }

  @Test
  void ofAFurtherUploadAllIsOnDiskBeforeItIsRenamed() throws IOException {
    List<String> steps = steps(Call.FURTHER_UPLOAD);
    List<String> expected = new ArrayList<>(DEFAULT);
    expected.addAll(
        List.of("rename .tfaas/staging/U/content to m/2", "sync m", "sync .tfaas/staging/U"));
    expected.addAll(DEFAULT);
    expected.add("remove .tfaas/staging/U");
    assertThat(steps.subList(0, CONTENT.size())).containsExactlyInAnyOrderElementsOf(CONTENT);
    assertThat(steps.subList(CONTENT.size(), steps.size())).isEqualTo(expected);
  }

  @Test
  void aPinIsOnDiskBeforeItIsRenamedAndItsFolderAfter() throws IOException {
    assertThat(steps(Call.PIN))
        .containsExactly(
            "sync .tfaas/staging/U",
            "rename .tfaas/staging/U to .tfaas/versions/m",
            "sync .tfaas/versions",
            "sync .tfaas/staging");
  }

  @Test
  void thatAPinIsTakenAwayIsOnDisk() throws IOException {
    assertThat(steps(Call.UNPIN))
        .containsExactly("remove .tfaas/versions/m", "sync .tfaas/versions");
  }

  @Test
  void theDefaultIsOnDiskBeforeItIsRenamedAndItsFolderAfter() throws IOException {
    assertThat(steps(Call.MAKE_DEFAULT)).isEqualTo(DEFAULT);
  }

  @Test
  void aDeleteIsOnDiskBeforeAnyFileIsRemoved() throws IOException {
    List<String> steps = steps(Call.DELETE);
    assertThat(steps)
        .startsWith("rename m to .tfaas/staging/U", "sync .tfaas/staging", "sync .")
        .endsWith(
            "remove .tfaas/staging/U",
            "remove .tfaas/versions/m",
            "sync .tfaas/versions",
            "remove .tfaas/default",
            "sync .tfaas");
    assertThat(steps.subList(3, steps.size() - 5))
        .isNotEmpty()
        .allMatch(step -> step.startsWith("remove .tfaas/staging/U/1"));
  }

  @ParameterizedTest
  @EnumSource
  void whereADiskFailsBeforeTheDecisiveStepNothingIsChanged(Call call) throws IOException {
    int decisive = steps(call).indexOf(call.decisive);
    for (int failing = 0; failing <= decisive; failing++) {
      Store store = new Store(folder.resolve("store" + failing), call);
      State before = store.state();
      store.watched.watch(failing);
      assertThat(catchThrowable(() -> call.make(store.repository)))
          .as("step %d", failing)
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("nothing was changed");
      assertThat(store.state()).as("step %d", failing).isEqualTo(before);
      assertThat(store.root.resolve(".tfaas/staging")).isEmptyDirectory();
      assertThat(store.stateAfterARestart()).as("step %d", failing).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whereADiskFailsToKeepTheDecisiveStepTheChangeMayHoldOrNot(Call call) throws IOException {
    List<String> steps = steps(call);
    int first = steps.indexOf(call.decisive) + 1;
    assertThat(first).isPositive();
    for (int failing = first; failing < first + syncs(call); failing++) {
      Store store = new Store(folder.resolve("store" + failing), call);
      store.watched.watch(failing);
      assertThat(catchThrowable(() -> call.make(store.repository)))
          .as(steps.get(failing))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("may hold or not")
          .message()
          .doesNotContain("nothing was changed");
      State after = after(call);
      assertThat(store.state()).as(steps.get(failing)).isEqualTo(after);
      assertThat(store.stateAfterARestart()).as(steps.get(failing)).isEqualTo(after);
    }
  }

  /* The folder that the step comes to, and the one that it leaves. */
  private static int syncs(Call call) {
    return call == Call.UNPIN ? 1 : 2;
  }

  private State after(Call call) throws IOException {
    Store store = new Store(Files.createTempDirectory(folder, "after"), call);
    call.make(store.repository);
    return store.state();
  }

  @ParameterizedTest
  @EnumSource
  void whatFailsOnceTheChangeIsKeptDoesNotUndoIt(Call call) throws IOException {
    List<String> steps = steps(call);
    State after = after(call);
    for (int failing = steps.indexOf(call.decisive) + 1 + syncs(call);
        failing < steps.size();
        failing++) {
      Store store = new Store(folder.resolve("store" + failing), call);
      store.watched.watch(failing);
      call.make(store.repository);
      assertThat(store.state()).as(steps.get(failing)).isEqualTo(after);
      assertThat(store.stateAfterARestart()).as(steps.get(failing)).isEqualTo(after);
    }
  }
}
