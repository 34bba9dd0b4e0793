package io.tfaas.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tfaas.error.NotFoundException;
import io.tfaas.error.TooLargeException;
import io.tfaas.error.UnavailableException;
import io.tfaas.model.ModelStatus.State;
import io.tfaas.repository.ModelRepository;
import io.tfaas.session.SessionConfig;
import io.tfaas.testing.Leases;
import io.tfaas.testing.LogRecords;
import io.tfaas.testing.Samples;
import io.tfaas.testing.WatchedStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Models that go out of memory and come back. */
final class ModelMemoryTest {

  private static final ModelName A = new ModelName("a");
  private static final ModelName B = new ModelName("b");
  private static final ModelName C = new ModelName("c");
  private static final ModelName D = new ModelName("d");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Path root;
  private CompletableFuture<Void> loads = CompletableFuture.completedFuture(null);

  ModelMemoryTest(@TempDir Path root) {
    this.root = root;
    for (ModelName name : List.of(A, B, C)) {
      Samples.copy(Samples.path("half_plus_two"), root.resolve(name.value()));
    }
  }

  private ModelManager started(MemoryLimits limits) {
    ModelManager models =
        new ModelManager(
            WatchedStore.of(new ModelRepository(root, Optional.empty(), 3), name -> awaitLoads()),
            new ModelLoader(SessionConfig.ofThreads(1, -1), false),
            true,
            limits);
    models.start();
    return models;
  }

  private void awaitLoads() {
    try {
      loads.join();
    } catch (CompletionException e) {
      throw (RuntimeException) e.getCause();
    }
  }

  private static List<State> states(ModelManager models) {
    return models.list().stream().map(ModelStatus::state).toList();
  }

  private static void use(ModelManager models, ModelName name) {
    Leases.of(models, name).close();
  }

  @Test
  void aStartLoadsAsManyAsMayBe() {
    try (ModelManager models = started(new MemoryLimits(2, 0))) {
      assertThat(states(models)).containsExactly(State.AVAILABLE, State.AVAILABLE, State.IDLE);
    }
  }

  @Test
  void theModelUsedLongestAgoMakesRoom() {
    try (ModelManager models = started(new MemoryLimits(2, 0))) {
      use(models, A);
      use(models, C);
      assertThat(states(models)).containsExactly(State.AVAILABLE, State.IDLE, State.AVAILABLE);
    }
  }

  @Test
  void aModelThatIsIdleIsStillToldOfAsItWas() {
    try (ModelManager models = started(new MemoryLimits(2, 0))) {
      ModelStatus before = models.status(Optional.of(A));
      use(models, B);
      use(models, C);
      ModelStatus idle = models.status(Optional.of(A));
      assertThat(idle.state()).isEqualTo(State.IDLE);
      assertThat(idle.signatures()).hasSameSizeAs(before.signatures()).isNotEmpty();
      assertThat(models.versions(A))
          .extracting(VersionStatus::state)
          .containsExactly(VersionStatus.State.IDLE);
    }
  }

  @Test
  void theBytesOfAllModelsStayWithinTheLimit() {
    long most =
        new ModelRepository(root, Optional.empty(), 3)
            .find(A)
            .orElseThrow()
            .find(2)
            .orElseThrow()
            .fingerprint()
            .bytes();
    try (ModelManager models = started(new MemoryLimits(0, 2 * most))) {
      assertThat(states(models)).containsExactly(State.AVAILABLE, State.AVAILABLE, State.IDLE);
      use(models, C);
      assertThat(states(models)).containsOnlyOnce(State.IDLE);
    }
  }

  @Test
  void manyRequestsWaitForOneLoad() {
    try (ModelManager models = started(new MemoryLimits(1, 0))) {
      List<CompletableFuture<Lease>> leases =
          IntStream.range(0, 50).mapToObj(i -> models.lease(Optional.of(C), MINUTE)).toList();
      List<ModelVersion> versions = leases.stream().map(lease -> lease.join().version()).toList();
      leases.forEach(lease -> lease.join().close());
      assertThat(versions).containsOnly(versions.get(0));
      assertThat(states(models)).containsExactly(State.IDLE, State.IDLE, State.AVAILABLE);
    }
  }

  @Test
  void aVersionInUseIsFreedOnlyAfterItsLastLease() {
    try (ModelManager models = started(new MemoryLimits(1, 0))) {
      Lease lease = Leases.of(models, A);
      use(models, B);
      assertThat(lease.version().isHeld()).isTrue();
      lease.close();
      assertThat(lease.version().isHeld()).isFalse();
    }
  }

  @Test
  void aModelLargerThanAllThatMayBeLoadedIsRefused() {
    try (ModelManager models = started(new MemoryLimits(0, 10))) {
      StoredModel staged =
          new StoredModel(
              new ModelName("d"), 0, root.resolve("a/1"), ModelParams.named("d"), List.of());
      assertThatThrownBy(() -> models.install(staged))
          .isInstanceOf(TooLargeException.class)
          .hasMessageMatching(
              "The model's files have \\d+ bytes, and this server loads at most 10"
                  + " \\(tfaas.max-loaded-size\\)");
    }
  }

  @Test
  void aModelLargerThanTheMachinesMemoryIsRefused() {
    try (ModelManager models = started(new MemoryLimits(0, 0, 10))) {
      ModelRef ref = new ModelRef(A, new VersionChoice.Default());
      assertThatThrownBy(() -> Leases.of(models, ref))
          .isInstanceOf(UnavailableException.class)
          .hasMessageMatching(
              "Model 'a' is not served: The model's files have \\d+ bytes, and this machine has 10"
                  + " bytes of memory");
    }
  }

  @Test
  void aModelThatCannotBeLoadedAgainSaysWhy() throws IOException {
    try (ModelManager models = started(new MemoryLimits(1, 0))) {
      Files.writeString(root.resolve("b/1/saved_model.pb"), "no graph");
      Files.writeString(root.resolve("b/2/saved_model.pb"), "no graph");
      assertThatThrownBy(() -> use(models, B))
          .hasMessage("Model 'b' is not served: The model's graph file is not a TensorFlow graph");
    }
  }

  @Test
  void aModelThatCannotBeLoadedAgainForNowStaysIdleUntilItCan() {
    try (ModelManager models = started(new MemoryLimits(1, 0))) {
      ModelStatus before = models.status(Optional.of(B));
      loads = CompletableFuture.failedFuture(new UnavailableException("no open file is left"));
      assertThatThrownBy(() -> use(models, B)).isInstanceOf(UnavailableException.class);
      assertThat(models.status(Optional.of(B))).isEqualTo(before);
      loads = CompletableFuture.completedFuture(null);
      use(models, B);
      assertThat(states(models)).containsExactly(State.IDLE, State.AVAILABLE, State.IDLE);
    }
  }

  @Test
  void aLoadCallThatCannotBeForNowLeavesTheModelIdle() {
    try (ModelManager models = started(new MemoryLimits(1, 0))) {
      loads = CompletableFuture.failedFuture(new UnavailableException("no open file is left"));
      assertThatThrownBy(() -> models.load(B))
          .isInstanceOf(UnavailableException.class)
          .hasMessage("Version 2 of model 'b' cannot be served now: no open file is left");
      assertThat(states(models)).contains(State.IDLE, State.IDLE);
    }
  }

  @Test
  @Timeout(60)
  void aModelThatIsDeletedWhileARequestWaitsForItIsUnknown() {
    Samples.copy(Samples.path("half_plus_two"), root.resolve(D.value()));
    try (ModelManager models = started(new MemoryLimits(1, 0));
        LogRecords log = LogRecords.of(ModelWaking.class.getName())) {
      loads = new CompletableFuture<>();
      List<CompletableFuture<Lease>> others =
          Stream.of(B, D).map(name -> models.lease(Optional.of(name), MINUTE)).toList();
      CompletableFuture<Lease> waiting = models.lease(Optional.of(C), MINUTE);
      models.delete(C);
      loads.complete(null);
      assertThatThrownBy(waiting::join)
          .cause()
          .isInstanceOf(NotFoundException.class)
          .hasMessage("No such model: 'c'");
      others.forEach(other -> other.join().close());
      assertThat(log.everything()).isEmpty();
    }
  }

  @Test
  void anIdleModelCanBeUnloadedByCall() {
    try (ModelManager models = started(new MemoryLimits(1, 0))) {
      models.unload(C);
      ModelRef ref = new ModelRef(C, new VersionChoice.Default());
      assertThatThrownBy(() -> Leases.of(models, ref)).isInstanceOf(UnavailableException.class);
    }
  }
}
