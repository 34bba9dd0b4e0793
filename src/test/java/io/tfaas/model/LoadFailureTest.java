package io.tfaas.model;

import static io.tfaas.model.StoredModels.NAME;
import static io.tfaas.model.StoredModels.served;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tfaas.error.InvalidModelException;
import io.tfaas.error.UnavailableException;
import io.tfaas.repository.ModelRepository;
import io.tfaas.session.SessionConfig;
import io.tfaas.testing.LogRecords;
import io.tfaas.testing.WatchedStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Loads that fail for a reason that passes, while the files stay as they are. */
final class LoadFailureTest {

  private static final ModelLoader LOADER =
      new ModelLoader(SessionConfig.ofThreads(1, -1), /* batches= */ false);

  /* Reading its beginning is an input/output error, for root too. */
  private static final Path BROKEN = Path.of("/proc/self/mem");

  private final StoredModels stored;
  private final ModelManager models;
  private final ModelWatcher watcher;
  private Optional<Throwable> failure = Optional.empty();

  LoadFailureTest(@TempDir Path root) {
    this.stored = new StoredModels(root);
    this.models =
        new ModelManager(
            WatchedStore.of(new ModelRepository(root, Optional.empty(), 3), name -> failIfDue()),
            LOADER,
            /* takesCalls= */ true);
    this.watcher = new ModelWatcher(models, Runnable::run);
  }

  private void failIfDue() {
    if (failure.isPresent()) {
      if (failure.get() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) failure.get();
    }
  }

  private static Throwable unreadable() {
    return new UncheckedIOException(new IOException("Too many open files"));
  }

  private static Throwable outOfMemory() {
    return new OutOfMemoryError("Java heap space");
  }

  static Stream<Throwable> passing() {
    return Stream.of(unreadable(), outOfMemory(), new UnavailableException("not now"));
  }

  @AfterEach
  void close() {
    models.close();
  }

  private void poll(int times) {
    for (int i = 0; i < times; i++) {
      watcher.poll();
    }
  }

  @ParameterizedTest
  @MethodSource("passing")
  void theNextLookLoadsWhatCouldNotBeLoadedAtTheStart(Throwable passing) {
    stored.add(1, 1);
    failure = Optional.of(passing);
    models.start();
    poll(3);
    assertThat(served(models)).isEmpty();
    failure = Optional.empty();
    poll(1);
    assertThat(served(models)).containsExactly(1L);
    assertThat(models.versions(NAME).get(0).error()).isEmpty();
  }

  @Test
  void theNextLookLoadsChangedFilesThatCouldNotBeRead() {
    stored.add(1, 1);
    models.start();
    stored.remove(stored.folder(1));
    stored.add(2, 1);
    failure = Optional.of(unreadable());
    poll(3);
    assertThat(served(models)).containsExactly(1L);
    assertThat(models.versions(NAME).get(0).error()).isEqualTo("The model's files cannot be read");
    failure = Optional.empty();
    poll(1);
    assertThat(models.versions(NAME).get(0).error()).isEmpty();
  }

  @Test
  void aFailureThatLastsIsLoggedOnce() {
    stored.add(1, 1);
    failure = Optional.of(outOfMemory());
    try (LogRecords log = LogRecords.of(VersionRoll.class.getName())) {
      models.start();
      poll(3);
      assertThat(log.everything())
          .containsExactly(
              "Model 'half_plus_two' version 1 is not served now, and is tried again: The server"
                  + " has not enough memory for the model now: give the JVM more by -Xmx, or serve"
                  + " fewer models");
    }
  }

  @Test
  void aFailureThatLastsIsTriedLessAndLessOften() {
    LoadFailure failure = LoadFailure.of(outOfMemory());
    for (int tries = 1; tries < 5; tries++) {
      failure = LoadFailure.of(outOfMemory()).after(failure);
      assertThat(failure.isDue()).isTrue();
    }
    for (int tries = 5; tries < 50; tries++) {
      failure = LoadFailure.of(outOfMemory()).after(failure);
      assertThat(failure.isDue()).isFalse();
    }
  }

  @Test
  void aLoadCallDoesNotWaitForTheNextTry() {
    stored.add(1, 1);
    failure = Optional.of(outOfMemory());
    models.start();
    poll(10);
    failure = Optional.empty();
    models.load(NAME);
    assertThat(served(models)).containsExactly(1L);
  }

  @Test
  void aLoadCallSaysThatItCannotBeNow() {
    stored.add(1, 1);
    failure = Optional.of(unreadable());
    models.start();
    assertThatThrownBy(() -> models.load(NAME))
        .isInstanceOf(UnavailableException.class)
        .hasMessage(
            "Version 1 of model 'half_plus_two' cannot be served now: The model's files cannot be"
                + " read");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aGraphThatTheDiskDoesNotGiveIsNoInvalidModel() throws IOException {
    stored.add(1, 1);
    breakFile("saved_model.pb");
    assertThatThrownBy(this::load)
        .isInstanceOf(UnavailableException.class)
        .hasMessage("The model's files cannot be read");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void labelsThatTheDiskDoesNotGiveAreNoInvalidModel() throws IOException {
    stored.add(1, 1);
    stored.write(1, "labels.txt", "yes");
    breakFile("labels.txt");
    assertThatThrownBy(this::load)
        .isInstanceOf(UnavailableException.class)
        .hasMessage("The model's files cannot be read");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void variablesThatTheDiskDoesNotGiveAreNoInvalidModel() throws IOException {
    stored.add(1, 1);
    breakFile("variables/variables.data-00000-of-00001");
    assertThatThrownBy(this::load)
        .isInstanceOf(UnavailableException.class)
        .hasMessageStartingWith("TensorFlow cannot load the model: ");
  }

  @Test
  void variablesThatAreGarbledAreAnInvalidModel() {
    stored.add(1, 1);
    stored.write(1, "variables/variables.index", "no index");
    assertThatThrownBy(this::load).isInstanceOf(InvalidModelException.class);
  }

  private void breakFile(String name) throws IOException {
    Path file = stored.folder(1).resolve(name);
    Files.delete(file);
    Files.createSymbolicLink(file, BROKEN);
  }

  private void load() {
    ModelRepository repository = new ModelRepository(stored.root(), Optional.empty(), 3);
    LOADER.load(repository.read(NAME, 1)).release();
  }
}
