package io.tfaas.api.v2;

import static org.assertj.core.api.Assertions.assertThat;

import io.tfaas.inference.CallTerms;
import io.tfaas.model.MemoryLimits;
import io.tfaas.model.ModelLoader;
import io.tfaas.model.ModelManager;
import io.tfaas.model.ModelName;
import io.tfaas.repository.ModelRepository;
import io.tfaas.session.SessionConfig;
import io.tfaas.testing.Samples;
import io.tfaas.testing.WatchedStore;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The metadata of a model that is idle, and whose load takes as long as the test wants. */
@Timeout(120)
final class IdleMetadataTest {

  private final ModelManager models;
  private CompletableFuture<Void> loads = CompletableFuture.completedFuture(null);

  IdleMetadataTest(@TempDir Path root) {
    for (String name : new String[] {"awake", "idle"}) {
      Samples.copy(Samples.path("half_plus_two"), root.resolve(name));
    }
    models =
        new ModelManager(
            WatchedStore.of(new ModelRepository(root, Optional.empty(), 3), this::read),
            new ModelLoader(SessionConfig.ofThreads(1, -1), false),
            true,
            new MemoryLimits(1, 0));
    models.start();
  }

  private void read(ModelName name) {
    loads.join();
  }

  @AfterEach
  void close() {
    loads.complete(null);
    models.close();
  }

  @Test
  void noThreadWaitsWithTheRequest() {
    loads = new CompletableFuture<>();
    ModelResource resource = new ModelResource(models);

    CompletableFuture<ModelMetadata> ofModel =
        resource.metadata("idle", CallTerms.NONE).toCompletableFuture();
    CompletableFuture<ModelMetadata> ofVersion =
        resource.metadata("idle", "2", CallTerms.NONE).toCompletableFuture();

    assertThat(ofModel).isNotDone();
    assertThat(ofVersion).isNotDone();
    loads.complete(null);
    assertThat(ofModel.join().name()).isEqualTo("idle");
    assertThat(ofVersion.join().versions()).containsExactly("2");
  }
}
