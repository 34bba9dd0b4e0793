package io.tfaas.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.tfaas.model.FoundModel.FoundVersion;
import io.tfaas.model.VersionStatus.State;
import org.junit.jupiter.api.Test;

/** Who lets go of what, and when. */
final class ServedTest {

  private final Served served = new Served();

  @Test
  void aChangeThatOutlastsTheEndGivesUpAVersionOnce() {
    CountedVersion old = new CountedVersion(1);
    CountedVersion coming = new CountedVersion(2);
    FoundVersion found = new FoundVersion(2, Fingerprint.CHANGING);
    ModelEntry before = CountedVersion.entry(old.version());
    served.put(before);
    try (Lease lease = old.version().tryLease().orElseThrow()) {
      served.close();
      served.put(before.withVersion(HeldVersion.of(found, State.LOADING)));
      served.put(before.withVersion(HeldVersion.available(found, coming.version())));
      assertThat(lease.version().isHeld()).isTrue();
      assertThat(old.frees()).isZero();
    }
    assertThat(old.frees()).isEqualTo(1);
    assertThat(coming.frees()).isEqualTo(1);
  }
}
