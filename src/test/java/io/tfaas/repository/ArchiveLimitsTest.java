package io.tfaas.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ArchiveLimitsTest {

  @Test
  void namesHave1024BytesAnd32PartsUnlessTold() {
    assertThat(new ArchiveLimits(10, 20))
        .isEqualTo(new ArchiveLimits(10, 20, 1024, 32, ArchiveLimits.Ratio.UNLIMITED));
  }

  @Test
  void rejectsLimitThatLetsNothingThrough() {
    assertThatThrownBy(() -> new ArchiveLimits(0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid maxBytes: expected more than 0, got 0");
  }
}
