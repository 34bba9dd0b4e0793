package io.tfaas.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tfaas.error.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderLockTest {

  private final Path models;

  FolderLockTest(@TempDir Path models) {
    this.models = models;
  }

  /** Another process that tries to take the lock: ends with 0 when it got it. */
  static final class Taker {
    private Taker() {}

    public static void main(String[] folder) {
      try (FolderLock lock = FolderLock.take(Path.of(folder[0]))) {
        System.exit(lock == null ? 2 : 0);
      } catch (UnavailableException e) {
        System.exit(1);
      }
    }
  }

  private int take() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Taker.class.getName(),
                models.toString())
            .start();
    return process.waitFor();
  }

  @Test
  void refusesASecondServerOfTheSameProcess() {
    try (FolderLock first = FolderLock.take(models)) {
      assertThat(first).isNotNull();
      assertThatThrownBy(() -> FolderLock.take(models))
          .isInstanceOf(UnavailableException.class)
          .hasMessage(
              "Another server uses the model folder "
                  + models
                  + ": stop it, or give this one a folder of its own (tfaas.model-dir)");
    }
  }

  @Test
  void refusesASecondServerThatNamesTheFolderOtherwise(@TempDir Path other) throws Exception {
    Path link = Files.createSymbolicLink(other.resolve("link"), models);
    try (FolderLock first = FolderLock.take(models)) {
      assertThat(first).isNotNull();
      assertThatThrownBy(() -> FolderLock.take(link)).isInstanceOf(UnavailableException.class);
    }
  }

  @Test
  void isFreeOnceGivenBack() throws Exception {
    FolderLock.take(models).close();
    assertThat(take()).isZero();
    FolderLock.take(models).close();
  }

  @Test
  void refusesAnotherProcessAlsoAfterOneOfItsOwnWasRefused() throws Exception {
    try (FolderLock first = FolderLock.take(models)) {
      assertThat(first).isNotNull();
      assertThatThrownBy(() -> FolderLock.take(models)).isInstanceOf(UnavailableException.class);
      assertThat(take()).isEqualTo(1);
    }
  }

  @Test
  void refusesAFolderThatCanBeWrittenAndNotLocked() throws Exception {
    assertThatThrownBy(
            () ->
                FolderLock.take(
                    models,
                    channel -> {
                      throw new IOException("No locks available");
                    }))
        .isInstanceOf(UnavailableException.class)
        .hasMessage(
            "The model folder "
                + models
                + " can be written, and cannot be locked against other servers (No locks"
                + " available): put it on a file system that has locks, or mount it read-only to"
                + " serve it without changes");
    assertThat(take()).isZero();
    FolderLock.take(models).close();
  }

  @Test
  void refusesAFolderThatCanBeWrittenWhereTheLocksFileCannot() throws Exception {
    Path lock = Files.createDirectories(models.resolve(".tfaas/lock"));
    assertThatThrownBy(() -> FolderLock.take(models))
        .isInstanceOf(UnavailableException.class)
        .hasMessageStartingWith("The model folder " + models + " can be written, and cannot be")
        .hasMessageEndingWith("see to it that the server may write " + lock);
  }

  @Test
  void aFolderThatCannotBeWrittenIsUsedWithoutALock() throws Exception {
    Files.writeString(models.resolve(".tfaas"), "a file where the lock's folder should be");
    try (FolderLock first = FolderLock.take(models);
        FolderLock second = FolderLock.take(models)) {
      assertThat(first).isNotSameAs(second);
    }
  }
}
