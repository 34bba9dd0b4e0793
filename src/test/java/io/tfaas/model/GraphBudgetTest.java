package io.tfaas.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tfaas.error.TooLargeException;
import io.tfaas.session.SessionConfig;
import io.tfaas.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class GraphBudgetTest {

  private static final long TOTAL = 100_000;
  private static final StoredModel MODEL =
      new StoredModel(
          new ModelName("m"),
          1,
          Samples.path("half_plus_two/1"),
          ModelParams.named("m"),
          List.of());

  private final GraphBudget budget = new GraphBudget(TOTAL);

  private CompletableFuture<Void> load(GraphBudget heap) {
    ModelLoader loader =
        new ModelLoader(
            SessionConfig.ofThreads(1, -1),
            false,
            new GraphGuard(Set.of()),
            heap,
            new LoadTime(Duration.ofMinutes(1)));
    return CompletableFuture.runAsync(() -> loader.load(MODEL).release());
  }

  private void awaitWaiting() {
    while (!budget.isWaitedFor()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aModelIsLoadedWhenThoseThatFillTheHeapAre() throws IOException {
    CompletableFuture<Void> loaded =
        budget.within(
            TOTAL,
            () -> {
              CompletableFuture<Void> waiting = load(budget);
              awaitWaiting();
              assertThat(waiting).isNotDone();
              return waiting;
            });
    loaded.join();
  }

  @Test
  void graphsThatFitTogetherAreLoadedAtOnce() throws IOException {
    assertThat(budget.within(TOTAL / 2, () -> budget.within(TOTAL / 3, () -> "both")))
        .isEqualTo("both");
  }

  @Test
  void whatFailsGivesItsRoomBack() throws IOException {
    for (int i = 0; i < 3; i++) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(
              () ->
                  budget.within(
                      TOTAL,
                      () -> {
                        throw new IOException();
                      }));
    }
    assertThat(budget.within(TOTAL, () -> "room")).isEqualTo("room");
  }

  @Test
  void aGraphThatNeverHasRoomIsRefused() throws IOException {
    long size = Files.size(MODEL.folder().resolve("saved_model.pb"));
    assertThat(load(new GraphBudget(size - 1)))
        .failsWithin(Duration.ofSeconds(50))
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(TooLargeException.class)
        .withMessage(
            "The graph has %d bytes; of this server's Java heap it may have a third, %d: give the JVM more by -Xmx",
            size, size - 1);
  }
}
