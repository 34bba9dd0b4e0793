package io.tfaas.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreFailuresTest {

  private final StoreFailures failures;

  StoreFailuresTest(@TempDir Path folder) {
    failures = new StoreFailures(folder.resolve("staging"));
  }

  @Test
  void saysThatNothingWasChangedWhereTheDiskFailedBefore() {
    assertThat(failures.ofChange(new IOException("Input/output error")))
        .hasMessageContaining("nothing was changed");
  }

  @Test
  void saysThatAChangeMayHoldWhereTheDiskFailedToKeepIt() {
    assertThat(failures.ofChange(new UnsyncedException(new IOException("Input/output error"))))
        .hasMessageContaining("may hold or not")
        .message()
        .doesNotContain("nothing was changed");
  }
}
