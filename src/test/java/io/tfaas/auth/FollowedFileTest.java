package io.tfaas.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tfaas.error.UnavailableException;
import io.tfaas.testing.LogRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FollowedFileTest {

  private final Path file;
  private long now;

  FollowedFileTest(@TempDir Path folder) {
    this.file = folder.resolve("subjects");
  }

  @BeforeEach
  void write() throws IOException {
    Files.writeString(file, "alice\nbob\n");
  }

  private FollowedFile<String> followed() {
    return new FollowedFile<>(file, FollowedFileTest::read, () -> now);
  }

  private static List<String> read(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UnavailableException("No " + file.getFileName(), e);
    }
  }

  private void waitForTheNextLook() {
    now += Duration.ofSeconds(1).toNanos();
  }

  @Test
  void whatIsTakenOutIsForgottenWithinASecond() throws IOException {
    FollowedFile<String> followed = followed();
    Files.writeString(file, "bob\n");
    waitForTheNextLook();
    assertThat(followed.entries()).containsExactly("bob");
  }

  @Test
  void theFileIsNotLookedAtForEachUse() throws IOException {
    FollowedFile<String> followed = followed();
    Files.writeString(file, "bob\n");
    assertThat(followed.entries()).containsExactly("alice", "bob");
  }

  @Test
  void aFileThatIsNotChangedIsNotReadAgain() {
    FollowedFile<String> followed = followed();
    List<String> before = followed.entries();
    waitForTheNextLook();
    assertThat(followed.entries()).isSameAs(before);
  }

  @Test
  void aFileThatCannotBeReadAnyMoreLeavesWhatWasReadAndSaysSoOnce() throws IOException {
    FollowedFile<String> followed = followed();
    Files.delete(file);
    try (LogRecords log = LogRecords.of(FollowedFile.class.getName())) {
      for (int i = 0; i < 3; i++) {
        waitForTheNextLook();
        assertThat(followed.entries()).containsExactly("alice", "bob");
      }
      assertThat(log.messages()).containsExactly("No subjects; what was read of it before stays");
    }
  }

  @Test
  void aFileThatCannotBeReadFromTheFirstIsRefused() throws IOException {
    Files.delete(file);
    assertThatThrownBy(this::followed).isInstanceOf(UnavailableException.class);
  }
}
