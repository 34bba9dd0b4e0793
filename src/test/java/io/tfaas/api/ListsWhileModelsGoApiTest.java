package io.tfaas.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.tfaas.testing.ServerTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What lists all models, while models are deleted one after the other. */
@Timeout(120)
final class ListsWhileModelsGoApiTest extends ServerTest {

  private static final int MODELS = 150;

  @Override
  protected void prepare(Path models) {
    try {
      for (int i = 0; i < MODELS; i++) {
        Files.createDirectories(models.resolve("m" + i));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aModelThatGoesIsLeftOutOfLists() {
    CompletableFuture<Void> deletes =
        CompletableFuture.runAsync(
            () -> {
              for (int i = MODELS - 1; i >= 0; i--) {
                assertAnswered(delete("/delete/m" + i));
              }
            });
    while (!deletes.isDone()) {
      assertAnswered(get("/metrics"));
      assertAnswered(get("/v2/models/stats"));
      assertAnswered(post("/v2/repository/index", "{}"));
      assertAnswered(get("/v1/models"));
    }
    deletes.join();
  }

  private static void assertAnswered(HttpResponse<byte[]> reply) {
    assertThat(reply.statusCode()).as(text(reply)).isEqualTo(200);
  }
}
