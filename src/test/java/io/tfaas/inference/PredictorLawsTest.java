package io.tfaas.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.tfaas.error.NotFoundException;
import io.tfaas.error.UnavailableException;
import io.tfaas.inference.CallStatistics.BatchTiming;
import io.tfaas.inference.Request.Answer;
import io.tfaas.inference.Request.Kind;
import io.tfaas.model.Lease;
import io.tfaas.model.ModelName;
import io.tfaas.tensor.NamedTensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever requests meet, each is answered as if it were alone, and nothing is left behind. */
final class PredictorLawsTest {

  private static final String[] SAMPLES = {
    "hep42", "multi", "text", "half_plus_two", "not_a_number", "types"
  };
  private static final int THREADS = 4;

  /* One for all properties: loading takes longer than calling. */
  private static final ServedModels SHARED = new ServedModels(true, SAMPLES);

  private static Arbitrary<List<Request>> requests(List<Kind> kinds) {
    return Combinators.combine(
            Arbitraries.of(kinds), Arbitraries.integers().between(1, 300), Arbitraries.longs())
        .as(Request::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(60);
  }

  @Provide
  Arbitrary<List<Request>> mixes() {
    return requests(List.of(Kind.values()));
  }

  @Provide
  Arbitrary<List<Request>> mixesOfOneModel() {
    return requests(
        Arrays.stream(Kind.values()).filter(kind -> kind.isOf(ServedModels.GATED)).toList());
  }

  /* Each index once, from several threads at once. */
  private static void inThreads(int count, IntConsumer action) {
    CountDownLatch start = new CountDownLatch(1);
    List<CompletableFuture<Void>> ends = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      CompletableFuture<Void> end = new CompletableFuture<>();
      int first = thread;
      new Thread(
              () -> {
                try {
                  start.await();
                  IntStream.iterate(first, i -> i < count, i -> i + THREADS).forEach(action);
                  end.complete(null);
                } catch (Throwable e) {
                  end.completeExceptionally(e);
                }
              })
          .start();
      ends.add(end);
    }
    start.countDown();
    ends.forEach(end -> end.orTimeout(120, TimeUnit.SECONDS).join());
  }

  private static long rowsIn(CallStatistics statistics) {
    return statistics.batches().stream()
        .mapToLong(batch -> batch.rows() * batch.computeInfer().count())
        .sum();
  }

  private static List<Answer> alone(ServedModels models, List<Request> requests) {
    try (Predictor predictor = new Predictor(new BatchLimits(1, 1, 1))) {
      return requests.stream().map(request -> request.alone(models, predictor)).toList();
    }
  }

  /* Requests that were sent, with what has to be freed in the end. */
  private static final class Sent {
    private final List<Request> requests;
    private final NamedTensors[] inputs;
    private final CompletableFuture<NamedTensors>[] futures;

    @SuppressWarnings({"unchecked", "rawtypes"})
    Sent(List<Request> requests) {
      this.requests = requests;
      this.inputs = new NamedTensors[requests.size()];
      this.futures = new CompletableFuture[requests.size()];
    }

    void send(int index, ServedModels models, Predictor predictor) {
      Request request = requests.get(index);
      Lease lease = request.lease(models);
      inputs[index] = request.inputs(lease);
      futures[index] = request.send(predictor, lease, inputs[index]);
    }
  }

  @AfterContainer
  static void close() {
    SHARED.close();
  }

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void everyoneGetsTheAnswerToHisOwnRequest(
      @ForAll("mixes") List<Request> requests,
      @ForAll @IntRange(min = 1, max = 400) int maxRows,
      @ForAll @IntRange(min = 1, max = 3) int calls) {
    List<Answer> expected = alone(SHARED, requests);
    try (Predictor predictor = new Predictor(new BatchLimits(calls, maxRows, 1 << 20))) {
      Sent sent = new Sent(requests);
      inThreads(requests.size(), i -> sent.send(i, SHARED, predictor));
      for (int i = 0; i < requests.size(); i++) {
        Answer.of(sent.futures[i]).assertIs(expected.get(i));
        assertThat(sent.inputs[i].names()).isEmpty();
      }
    }
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void whatWaitsTogetherIsAnsweredAsIfAlone(
      @ForAll("mixesOfOneModel") List<Request> requests,
      @ForAll @IntRange(min = 1, max = 700) int maxRows) {
    List<Answer> expected = alone(SHARED, requests);
    try (Predictor predictor = new Predictor(new BatchLimits(1, maxRows, 1 << 20))) {
      Supplier<float[]> held = SHARED.hold(predictor);
      Sent sent = new Sent(requests);
      inThreads(requests.size(), i -> sent.send(i, SHARED, predictor));
      SHARED.open();
      for (int i = 0; i < requests.size(); i++) {
        Answer.of(sent.futures[i]).assertIs(expected.get(i));
      }
      assertThat(held.get()).containsExactly(7);
      assertCounts(SHARED.statistics(predictor), requests, expected, maxRows);
    }
  }

  /* The call that held the model up had one row. */
  private static void assertCounts(
      CallStatistics counts, List<Request> requests, List<Answer> answers, int maxRows) {
    long failed = answers.stream().filter(Answer::failed).count();
    long rows =
        IntStream.range(0, answers.size())
            .filter(i -> !answers.get(i).failed())
            .mapToLong(i -> requests.get(i).rows())
            .sum();
    int largest = requests.stream().mapToInt(Request::rows).max().orElse(0);
    assertThat(counts.success().count()).isEqualTo(1 + answers.size() - failed);
    assertThat(counts.fail().count()).isEqualTo(failed);
    assertThat(counts.queue().count()).isEqualTo(1 + answers.size());
    assertThat(counts.computeInfer().count()).isEqualTo(counts.success().count());
    assertThat(counts.inferenceCount()).isEqualTo(1 + rows).isEqualTo(rowsIn(counts));
    assertThat(counts.executionCount())
        .isEqualTo(counts.batches().stream().mapToLong(b -> b.computeInfer().count()).sum());
    assertThat(counts.batches())
        .extracting(BatchTiming::rows)
        .allMatch(count -> count <= Math.max(maxRows, largest));
  }

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void whatIsCancelledWhileItWaitsIsNotRun(
      @ForAll("mixesOfOneModel") List<Request> requests,
      @ForAll @IntRange(min = 1, max = 700) int maxRows) {
    List<Answer> expected = alone(SHARED, requests);
    try (Predictor predictor = new Predictor(new BatchLimits(1, maxRows, 1 << 20))) {
      Supplier<float[]> held = SHARED.hold(predictor);
      Sent sent = new Sent(requests);
      inThreads(requests.size(), i -> sent.send(i, SHARED, predictor));
      long cancelled =
          IntStream.range(0, requests.size())
              .filter(i -> requests.get(i).seed() % 3 == 0 && sent.futures[i].cancel(false))
              .count();
      SHARED.open();
      for (int i = 0; i < requests.size(); i++) {
        if (!sent.futures[i].isCancelled()) {
          Answer.of(sent.futures[i]).assertIs(expected.get(i));
        }
      }
      assertThat(held.get()).containsExactly(7);
      assertThat(SHARED.statistics(predictor).queue().count())
          .isEqualTo(1 + requests.size() - cancelled);
    }
  }

  @Property(tries = 12, shrinking = ShrinkingMode.OFF)
  void nothingIsLeftBehindByCancellingAndUnloading(
      @ForAll("mixesOfOneModel") List<Request> requests) throws InterruptedException {
    ModelName name = new ModelName(ServedModels.GATED);
    try (ServedModels models = new ServedModels(true);
        Predictor predictor = new Predictor(new BatchLimits(2, 200, 1 << 20))) {
      List<Answer> expected = alone(models, requests);
      Sent sent = new Sent(requests);
      AtomicInteger refused = new AtomicInteger();
      int unloading = requests.size() / 2;
      inThreads(
          requests.size(),
          i -> {
            try {
              sent.send(i, models, predictor);
              if (requests.get(i).seed() % 3 == 0) {
                sent.futures[i].cancel(false);
              }
            } catch (UnavailableException | NotFoundException e) {
              refused.incrementAndGet();
            }
            if (i == unloading) {
              models.manager().unload(name);
            }
          });
      int answered = 0;
      for (int i = 0; i < requests.size(); i++) {
        CompletableFuture<NamedTensors> future = sent.futures[i];
        if (future != null && !future.isCancelled()) {
          Answer.of(future).assertIs(expected.get(i));
        }
        answered += future == null ? 0 : 1;
      }
      assertThat(answered + refused.get()).isEqualTo(requests.size());
      assertThat(models.allAreFreed()).isTrue();
      assertThat(sent.inputs).allMatch(inputs -> inputs == null || inputs.names().isEmpty());
    }
  }
}
