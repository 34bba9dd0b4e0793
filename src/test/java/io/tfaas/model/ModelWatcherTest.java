package io.tfaas.model;

import static io.tfaas.model.StoredModels.NAME;
import static io.tfaas.model.StoredModels.number;
import static io.tfaas.model.StoredModels.ref;
import static io.tfaas.model.StoredModels.served;
import static org.assertj.core.api.Assertions.assertThat;

import io.tfaas.model.VersionStatus.State;
import io.tfaas.repository.ModelRepository;
import io.tfaas.session.SessionConfig;
import io.tfaas.testing.Leases;
import io.tfaas.testing.LogRecords;
import io.tfaas.testing.Samples;
import io.tfaas.testing.WatchedStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What polls find, each made by hand. */
final class ModelWatcherTest {

  private final StoredModels stored;
  private final ModelManager models;
  private final ModelWatcher watcher;

  ModelWatcherTest(@TempDir Path root) {
    this.stored = new StoredModels(root);
    this.models = stored.manager(true);
    this.watcher = new ModelWatcher(models, Runnable::run);
  }

  @AfterEach
  void close() {
    models.close();
  }

  @Test
  void aNewModelIsServedOnceItHasStayedTheSameOverOnePoll() {
    models.start();
    stored.add(1, 1);
    watcher.poll();
    assertThat(models.versions(NAME)).extracting(VersionStatus::state).containsExactly(State.START);
    watcher.poll();
    assertThat(served(models)).containsExactly(1L);
  }

  @Test
  void aNewVersionTakesThePlaceOfTheOldOne() {
    started(1);
    stored.add(2, 2);
    poll(2);
    assertThat(served(models)).containsExactly(2L);
  }

  @Test
  void aVersionIsNotLoadedWhileItsFilesGrow() {
    started(1);
    stored.add(2, 2);
    for (int i = 0; i < 3; i++) {
      stored.write(2, "assets/part" + i, "more");
      watcher.poll();
      assertThat(served(models)).containsExactly(1L);
    }
    watcher.poll();
    assertThat(served(models)).containsExactly(2L);
  }

  @Test
  void aVersionWithoutGraphIsNone() {
    started(1);
    stored.write(2, "variables/variables.index", "index");
    poll(3);
    assertThat(models.versions(NAME)).extracting(VersionStatus::version).containsExactly(1L);
  }

  @Test
  void aVersionThatCannotBeServedLeavesTheOldOne() {
    started(1);
    stored.write(2, "saved_model.pb", "no graph");
    poll(2);
    assertThat(served(models)).containsExactly(1L);
    assertThat(models.versions(NAME).get(0).error())
        .isEqualTo("The model's graph file is not a TensorFlow graph");
  }

  @Test
  void aVersionThatIsMendedIsServed() {
    started(1);
    stored.write(2, "saved_model.pb", "no graph");
    poll(2);
    stored.remove(stored.folder(2));
    stored.add(2, 2);
    poll(2);
    assertThat(served(models)).containsExactly(2L);
  }

  @Test
  void aVersionThatIsRemovedGivesWayToTheOneBefore() {
    stored.add(1, 1);
    started(2);
    stored.remove(stored.folder(2));
    poll(2);
    assertThat(served(models)).containsExactly(1L);
  }

  @Test
  void aModelThatIsRemovedIsForgotten() {
    started(1);
    stored.remove(stored.root().resolve(NAME.value()));
    watcher.poll();
    assertThat(models.names()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2", "2/saved_model.pb"})
  void whatCannotBeLookedAtIsServedAsBefore(String unreadable) throws IOException {
    stored.add(1, 1);
    started(2);
    Path path = stored.folder(2).resolveSibling(unreadable);
    try (Lease before = Leases.of(models, ref(new VersionChoice.Number(2)))) {
      Path hidden = Files.move(path, stored.root().resolve(".hidden"));
      Files.createSymbolicLink(path, path);
      poll(3);
      assertThat(served(models)).containsExactly(2L);

      Files.move(hidden, path, StandardCopyOption.REPLACE_EXISTING);
      poll(3);
      try (Lease after = Leases.of(models, ref(new VersionChoice.Number(2)))) {
        assertThat(after.version()).isSameAs(before.version());
      }
    }
  }

  @Test
  void aStartPassesOverAVersionThatCannotBeLookedAt() throws IOException {
    Files.createDirectories(stored.folder(2).getParent());
    Files.createSymbolicLink(stored.folder(2), stored.folder(2));
    started(1);
    assertThat(models.versions(NAME).get(0).error()).isEqualTo("The model's files cannot be read");
  }

  @Test
  void aVersionWhoseFilesChangeIsLoadedAgain() {
    started(1);
    try (Lease before = Leases.of(models, ref(new VersionChoice.Number(1)))) {
      stored.remove(stored.folder(1));
      stored.add(2, 1);
      poll(2);
      try (Lease after = Leases.of(models, ref(new VersionChoice.Number(1)))) {
        assertThat(after.version()).isNotSameAs(before.version());
      }
    }
  }

  @Test
  void nothingIsLoadedAgainWhileNothingChanges() {
    started(1);
    try (Lease before = Leases.of(models, ref(new VersionChoice.Number(1)))) {
      poll(3);
      try (Lease after = Leases.of(models, ref(new VersionChoice.Number(1)))) {
        assertThat(after.version()).isSameAs(before.version());
      }
    }
  }

  @Test
  void whatWasUnloadedByCallStaysOut() {
    started(1);
    poll(1);
    models.unload(NAME);
    poll(3);
    assertThat(served(models)).isEmpty();
  }

  @Test
  void aNewVersionBringsBackWhatWasUnloaded() {
    started(1);
    models.unload(NAME);
    stored.add(2, 2);
    poll(2);
    assertThat(served(models)).containsExactly(2L);
  }

  @Test
  void whatWasUnloadedByCallStaysOutOverARestart() {
    started(1);
    models.unload(NAME);
    models.close();
    try (ModelManager restarted = stored.manager(true)) {
      restarted.start();
      new ModelWatcher(restarted, Runnable::run).poll();
      assertThat(served(restarted)).isEmpty();
      assertThat(restarted.list().get(0).state()).isEqualTo(ModelStatus.State.UNLOADED);
    }
  }

  @Test
  void aVersionThatCameMeanwhileBringsBackAtTheStartWhatWasUnloaded() {
    started(1);
    models.unload(NAME);
    models.close();
    stored.add(2, 2);
    try (ModelManager restarted = stored.manager(true)) {
      restarted.start();
      assertThat(served(restarted)).containsExactly(2L);
    }
  }

  @Test
  void aVersionThatBroughtAModelBackEndsItsUnloadingForGood() {
    started(1);
    models.unload(NAME);
    stored.add(2, 2);
    poll(2);
    models.close();
    stored.remove(stored.folder(2));
    try (ModelManager restarted = stored.manager(true)) {
      restarted.start();
      assertThat(served(restarted)).containsExactly(1L);
    }
  }

  @Test
  void whereCallsAreNotTakenNoEarlierOneKeepsAModelOut() {
    started(1);
    models.unload(NAME);
    models.close();
    try (ModelManager restarted = stored.manager(false)) {
      restarted.start();
      assertThat(served(restarted)).containsExactly(1L);
    }
  }

  @Test
  void aModelWhoseMarksCannotBeReadIsNotServedUntilTheyCan() throws IOException {
    stored.add(1, 1);
    started(2);
    models.mark(NAME, new MarkChange.Pin(1));
    models.close();
    String marks = Files.readString(stored.marks());
    Files.writeString(stored.marks(), "{");
    try (ModelManager restarted = stored.manager(true)) {
      restarted.start();
      assertThat(restarted.list().get(0).state()).isEqualTo(ModelStatus.State.FAILED);
      assertThat(restarted.list().get(0).reason())
          .startsWith("The pin and labels of model 'half_plus_two' cannot be read");

      Files.writeString(stored.marks(), marks);
      ModelWatcher following = new ModelWatcher(restarted, Runnable::run);
      following.poll();
      following.poll();
      assertThat(number(restarted, new VersionChoice.Default())).isEqualTo(1);
    }
  }

  @Test
  void whatIsLoadedByCallIsFollowedAgain() {
    started(1);
    models.unload(NAME);
    models.load(NAME);
    stored.add(2, 2);
    poll(2);
    assertThat(served(models)).containsExactly(2L);
  }

  @Test
  void aConfigThatCannotBeReadChangesNothing() throws IOException {
    started(1);
    Path config = stored.root().resolve(NAME.value()).resolve("config.pbtxt");
    Files.writeString(config, "version_policy { all {");
    poll(2);
    assertThat(served(models)).containsExactly(1L);
  }

  @Test
  void aPolicyThatChangesIsFollowed() throws IOException {
    stored.add(1, 1);
    started(2);
    Path config = stored.root().resolve(NAME.value()).resolve("config.pbtxt");
    Files.writeString(config, "version_policy { all {} }");
    poll(2);
    assertThat(served(models)).containsExactly(2L, 1L);
  }

  @Test
  void aModelThatLoadsSlowlyHoldsUpNoOther() {
    List<Runnable> tasks = new ArrayList<>();
    ModelWatcher queueing = new ModelWatcher(models, tasks::add);
    stored.add(1, 1);
    Samples.copy(Samples.path("half_plus_two/1"), stored.root().resolve("other/1"));
    queueing.poll();
    queueing.poll();
    assertThat(tasks).hasSize(2);
    tasks.remove(1).run();
    queueing.poll();
    tasks.remove(1).run();
    assertThat(models.names()).containsExactly(new ModelName("other"));
    assertThat(models.list().get(0).state()).isEqualTo(ModelStatus.State.AVAILABLE);
  }

  @Test
  void aModelForWhichThereWasNoThreadIsLookedAtTheNextTime() {
    Queue<Error> failures = new ArrayDeque<>();
    ModelWatcher starved =
        new ModelWatcher(
            models,
            task -> {
              if (!failures.isEmpty()) {
                throw failures.remove();
              }
              task.run();
            });
    stored.add(1, 1);
    failures.add(new OutOfMemoryError("unable to create native thread"));
    starved.poll();
    assertThat(models.names()).isEmpty();
    starved.poll();
    starved.poll();
    assertThat(served(models)).containsExactly(1L);
  }

  @Test
  void oneBadModelLeavesTheOthers() throws IOException {
    Path bad = stored.root().resolve("bad/1");
    Files.createDirectories(bad);
    Files.writeString(bad.resolve("saved_model.pb"), "no graph");
    Files.writeString(bad.resolveSibling("config.pbtxt"), "version_policy { all {} }");
    started(1);
    stored.add(2, 2);
    poll(2);
    assertThat(served(models)).containsExactly(2L);
  }

  private void started(int version) {
    stored.add(version, version);
    models.start();
    assertThat(served(models)).containsExactly((long) version);
  }

  private void poll(int times) {
    for (int i = 0; i < times; i++) {
      watcher.poll();
    }
  }

  @Test
  void whatKeepsFailingIsLoggedOnceAndThenFollowedAgain() {
    stored.add(1, 1);
    AtomicBoolean broken = new AtomicBoolean();
    ModelStore store =
        WatchedStore.of(
            new ModelRepository(stored.root(), Optional.empty(), 3),
            "find",
            name -> {
              if (broken.get()) {
                throw new IllegalStateException("a defect");
              }
            });
    try (ModelManager followed =
            new ModelManager(store, new ModelLoader(SessionConfig.ofThreads(1, -1), false), true);
        LogRecords log = LogRecords.of(ModelWatcher.class.getName())) {
      followed.start();
      ModelWatcher watching = new ModelWatcher(followed, Runnable::run);
      broken.set(true);
      watching.poll();
      watching.poll();
      assertThat(log.messages()).containsExactly("Model 'half_plus_two' cannot be followed");
      broken.set(false);
      stored.add(2, 2);
      watching.poll();
      watching.poll();
      assertThat(served(followed)).containsExactly(2L);
    }
  }
}
