package io.tfaas.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tfaas.error.NotFoundException;
import io.tfaas.error.UnavailableException;
import io.tfaas.repository.ModelRepository;
import io.tfaas.session.SessionConfig;
import io.tfaas.testing.Samples;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelManagerTest {

  private static final ModelName NAME = new ModelName("half_plus_two");

  private final Path root;
  private final ModelManager models;

  ModelManagerTest(@TempDir Path root) {
    this.root = root;
    this.models =
        new ModelManager(
            new ModelRepository(root, 3), new ModelLoader(SessionConfig.ofThreads(1, -1), true));
  }

  @BeforeEach
  void start() {
    Samples.copy(Samples.path("half_plus_two"), root.resolve("half_plus_two"));
    models.start();
  }

  @AfterEach
  void close() {
    models.close();
  }

  @Test
  void leasesTheNewestVersionByDefault() {
    try (Lease lease = models.lease(new ModelRef(NAME, new VersionChoice.Default()))) {
      assertThat(lease.version().number()).isEqualTo(2);
    }
  }

  @Test
  void leasesAVersionByItsNumber() {
    try (Lease lease = models.lease(new ModelRef(NAME, new VersionChoice.Number(2)))) {
      assertThat(lease.version().number()).isEqualTo(2);
    }
  }

  @Test
  void refusesAnUnknownModel() {
    ModelRef ref = new ModelRef(new ModelName("nope"), new VersionChoice.Default());
    assertThatThrownBy(() -> models.lease(ref))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("No such model: 'nope'");
  }

  @Test
  void refusesAnUnknownVersion() {
    ModelRef ref = new ModelRef(NAME, new VersionChoice.Number(7));
    assertThatThrownBy(() -> models.lease(ref))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("Model 'half_plus_two' has no version 7");
  }

  @Test
  void refusesAnUnknownLabel() {
    ModelRef ref = new ModelRef(NAME, new VersionChoice.Label("stable"));
    assertThatThrownBy(() -> models.lease(ref))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("Model 'half_plus_two' has no version with the label 'stable'");
  }

  @Test
  void aModelThatIsUnloadedIsKnownButUnavailable() {
    models.unload(NAME);
    assertThat(models.names()).containsExactly(NAME);
    assertThat(models.versions(NAME))
        .allMatch(version -> version.state() == VersionStatus.State.END);
    ModelRef ref = new ModelRef(NAME, new VersionChoice.Default());
    assertThatThrownBy(() -> models.lease(ref)).isInstanceOf(UnavailableException.class);
  }

  @Test
  void loadsWhatWasUnloaded() {
    models.unload(NAME);
    models.load(NAME);
    try (Lease lease = models.lease(new ModelRef(NAME, new VersionChoice.Default()))) {
      assertThat(lease.version().number()).isEqualTo(2);
    }
  }
}
