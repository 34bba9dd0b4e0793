package io.tfaas.api.tfaas;

import static io.tfaas.api.tfaas.Replies.ok;
import static org.assertj.core.api.Assertions.assertThat;

import io.tfaas.testing.Samples;
import io.tfaas.testing.ServerTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Requests never notice that the versions of their model roll. */
final class RollUnderLoadApiTest extends ServerTest {

  private static final int CLIENTS = 4;
  private static final int ROLLS = 50;
  private static final String ROW = "{\"values\": [1], \"model\": \"half_plus_two\"}";
  private static final Set<String> ANSWERS = Set.of("[1.5]", "[2.5]");

  @Override
  protected Map<String, String> settings() {
    return Map.of("tfaas.poll-interval", "10ms");
  }

  @Override
  protected void prepare(Path models) {
    Samples.copy(Samples.path("half_plus_two/1"), models.resolve("half_plus_two/1"));
  }

  @Test
  void noRequestFailsWhileVersionsCopiedIntoTheFolderRoll50Times() throws Exception {
    whileClientsPredict(
        () -> {
          for (int version = 2; version <= ROLLS + 1; version++) {
            copied(version);
            awaitServed(version);
          }
        });
  }

  @Test
  void noRequestFailsWhileThePinMoves50Times() throws Exception {
    copied(2);
    awaitServed(2);
    whileClientsPredict(
        () -> {
          for (int roll = 0; roll < ROLLS; roll++) {
            ok(pin(1 + roll % 2));
          }
        });
  }

  /* Odd versions add one half, even ones one and a half: an answer is of one version or the other. */
  private void copied(int version) throws Exception {
    Path staged = modelFolder().resolve(".tfaas/roll");
    Samples.copy(Samples.path("half_plus_two/" + (version % 2 == 0 ? 2 : 1)), staged);
    Path place = modelFolder().resolve("half_plus_two/" + version);
    Files.move(staged, place, StandardCopyOption.ATOMIC_MOVE);
  }

  private void awaitServed(int version) {
    String expected = "\"version\":" + version + ",\"state\":\"AVAILABLE\"";
    while (!text(get("/models/half_plus_two/versions")).contains(expected)) {
      Thread.onSpinWait();
    }
  }

  private interface Rolls {
    void run() throws Exception;
  }

  private void whileClientsPredict(Rolls rolls) throws Exception {
    AtomicBoolean rolled = new AtomicBoolean();
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<Integer>> answered = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        answered.add(clients.submit(predictUntil(rolled)));
      }
      rolls.run();
      rolled.set(true);
      for (Future<Integer> client : answered) {
        assertThat(client.get()).isPositive();
      }
    } finally {
      rolled.set(true);
      clients.shutdownNow();
    }
  }

  private Callable<Integer> predictUntil(AtomicBoolean done) {
    return () -> {
      int answered = 0;
      while (!done.get()) {
        HttpResponse<byte[]> response = post("/json", ROW);
        assertThat(response.statusCode()).as(text(response)).isEqualTo(200);
        assertThat(text(response).strip()).isIn(ANSWERS);
        answered++;
      }
      return answered;
    };
  }

  private HttpResponse<byte[]> pin(int version) {
    return send(
        request("/models/half_plus_two/pin")
            .PUT(BodyPublishers.ofString("{\"version\": " + version + "}")));
  }
}
