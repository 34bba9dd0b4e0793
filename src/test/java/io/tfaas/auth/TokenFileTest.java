package io.tfaas.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tfaas.error.ConflictException;
import io.tfaas.error.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class TokenFileTest {

  private final Path file;

  TokenFileTest(@TempDir Path folder) {
    this.file = folder.resolve("own").resolve("tokens");
  }

  @Test
  void aNewTokenIsKnownWithItsNameAndRoles() throws IOException {
    String token = NewToken.add(file, "alice", Grants.parse("manage:hep*,predict"));
    assertThat(new TokenFile(file).find(token))
        .contains(new Caller("alice", Caller.Way.TOKEN, Grants.parse("manage:hep*,predict")));
  }

  @Test
  void anotherTokenIsNot() throws IOException {
    String token = NewToken.add(file, "alice", Grants.parse("manage"));
    TokenFile tokens = new TokenFile(file);
    assertThat(tokens.find(token + "x")).isEmpty();
    assertThat(tokens.find("")).isEmpty();
    assertThat(tokens.find(TokenFile.read(file).get(0).hex())).isEmpty();
  }

  @Test
  void theFileHasNoToken() throws IOException {
    String token = NewToken.add(file, "alice", Grants.parse("manage"));
    assertThat(token).matches("tfaas_[A-Za-z0-9_-]{43}");
    assertThat(Files.readString(file))
        .doesNotContain(token.substring(6))
        .matches("alice sha256:[0-9a-f]{64} manage\n");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void onlyTheOwnerReadsTheFile() throws IOException {
    NewToken.add(file, "alice", Grants.parse("manage"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void aNameIsGivenOnce() throws IOException {
    NewToken.add(file, "alice", Grants.parse("manage"));
    assertThatThrownBy(() -> NewToken.add(file, "alice", Grants.parse("predict")))
        .isInstanceOf(ConflictException.class)
        .hasMessageStartingWith("There is a token named 'alice'");
  }

  @Test
  void aNameThatCouldBreakALineIsRefused() {
    assertThatThrownBy(() -> NewToken.add(file, "a b", Grants.parse("manage")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Invalid name of a token");
    assertThat(file).doesNotExist();
  }

  @Test
  void commentsAndEmptyLinesAreNoTokens() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "# alice left\n\n");
    assertThat(NewToken.isAny(file)).isFalse();
  }

  @Test
  void aFileWithoutANewlineAtItsEndGetsOne() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "bob sha256:" + "0".repeat(64) + " predict");
    NewToken.add(file, "alice", Grants.parse("manage"));
    assertThat(TokenFile.read(file)).extracting(TokenHash::name).containsExactly("bob", "alice");
  }

  @Test
  void aMalformedLineIsNamedAndNotRepeated() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "# tokens\nalice tfaas_secret manage\n");
    assertThatThrownBy(() -> new TokenFile(file))
        .isInstanceOf(UnavailableException.class)
        .hasMessage("Line 2 of " + file + " cannot be read: expected NAME sha256:HASH ROLES");
  }
}
