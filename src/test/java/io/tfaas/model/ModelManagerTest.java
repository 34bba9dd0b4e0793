package io.tfaas.model;

import static io.tfaas.model.StoredModels.NAME;
import static io.tfaas.model.StoredModels.number;
import static io.tfaas.model.StoredModels.ref;
import static io.tfaas.model.StoredModels.served;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tfaas.error.ConflictException;
import io.tfaas.error.InvalidModelException;
import io.tfaas.error.NotFoundException;
import io.tfaas.error.UnavailableException;
import io.tfaas.model.VersionStatus.State;
import io.tfaas.testing.Leases;
import io.tfaas.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelManagerTest {

  private static final VersionChoice DEFAULT = new VersionChoice.Default();

  private final StoredModels stored;
  private final ModelManager models;

  ModelManagerTest(@TempDir Path root) {
    this.stored = new StoredModels(root);
    this.models = stored.manager(true);
  }

  @BeforeEach
  void start() {
    stored.add(1, 1);
    stored.add(2, 2);
    models.start();
  }

  @AfterEach
  void close() {
    models.close();
  }

  @Test
  void leasesTheNewestVersionByDefault() {
    assertThat(number(models, DEFAULT)).isEqualTo(2);
  }

  @Test
  void leasesAVersionByItsNumber() {
    assertThat(number(models, new VersionChoice.Number(2))).isEqualTo(2);
  }

  @Test
  void leasesAVersionByItsLabel() {
    models.mark(NAME, new MarkChange.MoveLabel("stable", 1));
    assertThat(number(models, new VersionChoice.Label("stable"))).isEqualTo(1);
  }

  @Test
  void refusesAnUnknownModel() {
    ModelRef ref = new ModelRef(new ModelName("nope"), DEFAULT);
    assertThatThrownBy(() -> Leases.of(models, ref))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("No such model: 'nope'");
  }

  @Test
  void refusesAnUnknownVersion() {
    assertThatThrownBy(() -> Leases.of(models, ref(new VersionChoice.Number(7))))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("Model 'half_plus_two' has no version 7");
  }

  @Test
  void refusesAnUnknownLabel() {
    assertThatThrownBy(() -> Leases.of(models, ref(new VersionChoice.Label("stable"))))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("Model 'half_plus_two' has no version with the label 'stable'");
  }

  @Test
  void listsTheVersionsOfAllModelsAsTheyAreAtOnce() {
    Samples.copy(Samples.path("half_plus_two/1"), stored.root().resolve("other/1"));
    models.load(new ModelName("other"));
    SortedMap<ModelName, List<VersionStatus>> before = models.versions();
    models.delete(new ModelName("other"));
    assertThat(before.keySet()).containsExactly(NAME, new ModelName("other"));
    assertThat(before.get(NAME)).extracting(VersionStatus::version).containsExactly(2L);
    assertThat(models.versions().keySet()).containsExactly(NAME);
  }

  @Test
  void aModelThatIsUnloadedIsKnownButUnavailable() {
    models.unload(NAME);
    assertThat(models.names()).containsExactly(NAME);
    assertThat(models.versions(NAME)).extracting(VersionStatus::state).containsExactly(State.END);
    assertThatThrownBy(() -> Leases.of(models, ref(DEFAULT)))
        .isInstanceOf(UnavailableException.class)
        .hasMessage("Model 'half_plus_two' is not served: it is unloaded");
  }

  @Test
  void loadsWhatWasUnloaded() {
    models.unload(NAME);
    models.load(NAME);
    assertThat(number(models, DEFAULT)).isEqualTo(2);
  }

  @Test
  void loadsAVersionThatHasCome() {
    stored.add(1, 3);
    models.load(NAME);
    assertThat(served(models)).containsExactly(3L);
  }

  @Test
  void loadingSaysWhyAVersionCannotBeServedAndKeepsTheOldOne() {
    stored.write(3, "saved_model.pb", "no graph");
    assertThatThrownBy(() -> models.load(NAME))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage(
            "Version 3 of model 'half_plus_two' cannot be served: The model's graph file is not a"
                + " TensorFlow graph");
    assertThat(number(models, DEFAULT)).isEqualTo(2);
  }

  @Test
  void refusesToLoadWhatIsNotThere() {
    assertThatThrownBy(() -> models.load(new ModelName("nope")))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void marksThatCannotBeReadAreNotReplaced() throws IOException {
    models.mark(NAME, new MarkChange.Pin(1));
    Files.writeString(stored.marks(), "{\"pin\":1");
    assertThatThrownBy(() -> models.mark(NAME, new MarkChange.Pin(2)))
        .isInstanceOf(UnavailableException.class);
    assertThatThrownBy(() -> models.mark(NAME, new MarkChange.Unpin()))
        .isInstanceOf(UnavailableException.class);
    assertThat(number(models, DEFAULT)).isEqualTo(1);
    assertThat(stored.marks()).hasContent("{\"pin\":1");
  }

  @Test
  void aModelWhoseMarksCannotBeReadIsUnloadedUntilTheRestart() throws IOException {
    models.mark(NAME, new MarkChange.Pin(1));
    Files.writeString(stored.marks(), "{\"pin\":1");
    models.unload(NAME);
    assertThat(served(models)).isEmpty();
    assertThatThrownBy(() -> models.load(NAME)).isInstanceOf(UnavailableException.class);
    assertThat(stored.marks()).hasContent("{\"pin\":1");

    Files.writeString(stored.marks(), "{\"pin\":1}");
    models.load(NAME);
    assertThat(number(models, DEFAULT)).isEqualTo(1);
  }

  @Test
  void marksThatCouldNotBeReadAtTheStartAreChangedAsTheyAreStored() throws IOException {
    models.mark(NAME, new MarkChange.MoveLabel("stable", 1));
    models.close();
    String marks = Files.readString(stored.marks());
    Files.writeString(stored.marks(), "{");
    try (ModelManager waiting = stored.manager(true)) {
      waiting.startUnloaded();
      assertThat(waiting.list().get(0).state()).isEqualTo(ModelStatus.State.UNLOADED);
      Files.writeString(stored.marks(), marks);
      waiting.mark(NAME, new MarkChange.Unpin());
      assertThat(stored.marks()).hasContent(marks);
    }
  }

  @Test
  void takesNoCallsWhereTheyAreSwitchedOff() {
    try (ModelManager quiet = stored.manager(false)) {
      quiet.start();
      assertThatThrownBy(() -> quiet.unload(NAME))
          .isInstanceOf(UnavailableException.class)
          .hasMessage(
              "Models are not loaded or unloaded by call here: the setting tfaas.model-control is"
                  + " 'poll'");
      assertThatThrownBy(() -> quiet.load(NAME)).isInstanceOf(UnavailableException.class);
      assertThat(served(quiet)).containsExactly(2L);
    }
  }

  @Test
  void waitsForCallsWhereNothingElseLoads() {
    try (ModelManager waiting = stored.manager(true)) {
      waiting.startUnloaded();
      assertThat(waiting.names()).containsExactly(NAME);
      assertThat(waiting.versions(NAME)).isEmpty();
      waiting.load(NAME);
      assertThat(served(waiting)).containsExactly(2L);
    }
  }

  @Test
  void aStartFallsBackToTheNewestVersionThatCanBeServed() {
    stored.write(3, "saved_model.pb", "no graph");
    try (ModelManager restarted = stored.manager(true)) {
      restarted.start();
      assertThat(restarted.versions(NAME))
          .extracting(VersionStatus::version, VersionStatus::state)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple(3L, State.END),
              org.assertj.core.groups.Tuple.tuple(2L, State.AVAILABLE));
    }
  }

  @Test
  void aVersionInUseIsUnloadingUntilItsLastLeaseEnds() {
    models.mark(NAME, new MarkChange.MoveLabel("old", 1));
    try (Lease lease = Leases.of(models, ref(new VersionChoice.Number(1)))) {
      models.mark(NAME, new MarkChange.RemoveLabel("old"));
      assertThat(models.versions(NAME))
          .extracting(VersionStatus::state)
          .containsExactly(State.AVAILABLE, State.UNLOADING);
      assertThat(lease.version().isHeld()).isTrue();
    }
    assertThat(models.versions(NAME)).extracting(VersionStatus::version).containsExactly(2L);
  }

  @Test
  void aVersionThatCannotBeServedTakesNoLabel() {
    stored.write(3, "saved_model.pb", "no graph");
    assertThatThrownBy(() -> models.mark(NAME, new MarkChange.MoveLabel("canary", 3)))
        .isInstanceOf(InvalidModelException.class);
    assertThat(models.rules(NAME).labels()).isEmpty();
  }

  @Test
  void anUnloadedModelTakesNoPin() {
    models.unload(NAME);
    assertThatThrownBy(() -> models.mark(NAME, new MarkChange.Pin(1)))
        .isInstanceOf(ConflictException.class)
        .hasMessage("Model 'half_plus_two' is unloaded; load it first");
  }

  @Test
  void aPinnedVersionThatIsGoneIsNotReplacedInSilence() {
    models.mark(NAME, new MarkChange.Pin(1));
    stored.remove(stored.folder(1));
    models.load(NAME);
    assertThatThrownBy(() -> Leases.of(models, ref(DEFAULT)))
        .isInstanceOf(UnavailableException.class)
        .hasMessage(
            "Model 'half_plus_two' is not served: it is pinned to version 1, and its files are not"
                + " there, or not yet whole");
  }

  @Test
  void nothingIsHeldAfterTheEnd() {
    Lease lease = Leases.of(models, ref(DEFAULT));
    models.close();
    assertThat(lease.version().isHeld()).isTrue();
    lease.close();
    assertThat(lease.version().isHeld()).isFalse();
  }
}
