package io.tfaas.inference;

import static io.tfaas.inference.ServedModels.column;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.tfaas.error.DeadlineException;
import io.tfaas.error.InvalidInputException;
import io.tfaas.error.OverloadedException;
import io.tfaas.inference.CallStatistics.BatchTiming;
import io.tfaas.model.Lease;
import io.tfaas.model.ModelName;
import io.tfaas.tensor.ElementType;
import io.tfaas.tensor.NamedTensors;
import io.tfaas.tensor.Shape;
import io.tfaas.tensor.Tensor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The timeout is how long a test may hang before it counts as failed. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class PredictorTest {

  private final ServedModels models = new ServedModels(true);
  private final Predictor predictor = new Predictor(new BatchLimits(1, 8, 20));

  @AfterEach
  void close() {
    predictor.close();
    models.close();
  }

  private CompletableFuture<float[]> call(String signature, float... numbers) {
    return models.call(predictor, signature, column(numbers)).thenApply(ServedModels::numbers);
  }

  private CompletableFuture<float[]> callOfRows(int rows) {
    return call("rows", new float[rows]);
  }

  /* How many calls of TensorFlow had so many rows. */
  private Map<Integer, Long> batches() {
    return batches(predictor);
  }

  private Map<Integer, Long> batches(Predictor of) {
    return models.statistics(of).batches().stream()
        .collect(Collectors.toMap(BatchTiming::rows, batch -> batch.computeInfer().count()));
  }

  @Test
  void aFreeModelAnswersAtOnce() {
    CompletableFuture<float[]> answer = call("rows", 1, 2);
    assertThat(answer).isDone();
    assertThat(answer.join()).containsExactly(2, 4);
  }

  @Test
  void requestsThatWaitAreRunTogether() {
    Supplier<float[]> held = models.hold(predictor);
    CompletableFuture<float[]> one = call("rows", 1);
    CompletableFuture<float[]> two = call("rows", 2, 3);
    CompletableFuture<float[]> three = call("rows", 4, 5, 6);
    models.open();

    assertThat(one.join()).containsExactly(2);
    assertThat(two.join()).containsExactly(4, 6);
    assertThat(three.join()).containsExactly(8, 10, 12);
    assertThat(held.get()).containsExactly(7);
    assertThat(batches()).containsOnly(entry(1, 1L), entry(6, 1L));
  }

  @Test
  void aBatchHasNoMoreRowsThanItMay() {
    models.hold(predictor);
    List<CompletableFuture<float[]>> answers =
        IntStream.range(0, 5).mapToObj(i -> callOfRows(4)).toList();
    models.open();

    answers.forEach(CompletableFuture::join);
    assertThat(batches()).containsOnly(entry(1, 1L), entry(8, 2L), entry(4, 1L));
  }

  @Test
  void aRequestOfMoreRowsIsRunAlone() {
    models.hold(predictor);
    List<CompletableFuture<float[]>> answers =
        List.of(callOfRows(1), callOfRows(12), callOfRows(2));
    models.open();

    answers.forEach(CompletableFuture::join);
    assertThat(batches()).containsOnly(entry(1, 1L), entry(3, 1L), entry(12, 1L));
  }

  @Test
  void aRequestThatFitsGoesBeforeOneThatDoesNot() {
    models.hold(predictor);
    List<CompletableFuture<float[]>> answers = List.of(callOfRows(5), callOfRows(4), callOfRows(3));
    models.open();

    answers.forEach(CompletableFuture::join);
    assertThat(batches()).containsOnly(entry(1, 1L), entry(8, 1L), entry(4, 1L));
  }

  private Map<Integer, Long> largeBatches(int... rows) {
    try (Predictor large = new Predictor(new BatchLimits(1, 64, 100))) {
      models.hold(large);
      List<CompletableFuture<float[]>> answers =
          IntStream.of(rows)
              .mapToObj(n -> models.call(large, "rows", column(new float[n])))
              .map(answer -> answer.thenApply(ServedModels::numbers))
              .toList();
      models.open();
      answers.forEach(CompletableFuture::join);
      return batches(large);
    }
  }

  @Test
  void aBatchEndsAtARoundNumberOfRows() {
    int[] ones = IntStream.range(0, 31).map(i -> 1).toArray();
    assertThat(largeBatches(ones)).containsOnly(entry(1, 1L), entry(24, 1L), entry(7, 1L));
  }

  @Test
  void aBatchThatWouldLoseMostOfItsRowsEndsAtAnyNumber() {
    assertThat(largeBatches(5, 12)).containsOnly(entry(1, 1L), entry(17, 1L));
  }

  @Test
  void requestsOfOtherSignaturesAreNotMixed() {
    models.hold(predictor);
    CompletableFuture<float[]> rows = call("rows", 1, 2);
    CompletableFuture<float[]> finite = call("finite", 3, 4);
    CompletableFuture<float[]> more = call("rows", 5);
    models.open();

    assertThat(rows.join()).containsExactly(2, 4);
    assertThat(finite.join()).containsExactly(3, 4);
    assertThat(more.join()).containsExactly(10);
    assertThat(batches()).containsOnly(entry(1, 1L), entry(3, 1L), entry(2, 1L));
  }

  @Test
  void whatCannotBeBatchedIsServedInTheOrderOfItsComing() {
    List<Integer> order = Collections.synchronizedList(new ArrayList<>());
    models.hold(predictor);
    List<CompletableFuture<Void>> answers =
        IntStream.range(0, 10)
            .mapToObj(
                i ->
                    call("total", i, 1)
                        .thenAccept(
                            total -> {
                              assertThat(total).containsExactly(i + 1);
                              order.add(i);
                            }))
            .toList();
    models.open();

    answers.forEach(CompletableFuture::join);
    assertThat(order).isSorted().hasSize(10);
    assertThat(models.statistics(predictor).executionCount()).isEqualTo(11);
  }

  @Test
  void oneThatFailsInABatchFailsAlone() {
    models.hold(predictor);
    CompletableFuture<float[]> before = call("finite", 1);
    CompletableFuture<float[]> bad = call("finite", 2, Float.NaN);
    CompletableFuture<float[]> after = call("finite", 3, 4);
    models.open();

    assertThat(before.join()).containsExactly(1);
    assertThat(after.join()).containsExactly(3, 4);
    assertThatThrownBy(bad::join)
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("The model refuses the input: not finite");
    CallStatistics statistics = models.statistics(predictor);
    assertThat(statistics.success().count()).isEqualTo(3);
    assertThat(statistics.fail().count()).isEqualTo(1);
    assertThat(statistics.inferenceCount()).isEqualTo(4);
  }

  @Test
  void rowsThatGoMissingInABatchAreFoundOut() {
    models.hold(predictor);
    CompletableFuture<float[]> whole = call("small", 1, 2);
    CompletableFuture<float[]> part = call("small", 3, 200);
    models.open();

    assertThat(whole.join()).containsExactly(1, 2);
    assertThat(part.join()).containsExactly(3);
  }

  @Test
  void moreRowsThanMayWaitAreRefused() {
    models.hold(predictor);
    CompletableFuture<float[]> fits = callOfRows(20);
    NamedTensors inputs = column(1);
    CompletableFuture<NamedTensors> refused = models.call(predictor, "rows", inputs);

    assertThat(refused).isCompletedExceptionally();
    assertThatThrownBy(refused::join)
        .cause()
        .isInstanceOf(OverloadedException.class)
        .hasMessage("The model has too many rows waiting, 20 of at most 20; try again in a moment");
    assertThat(inputs.names()).isEmpty();
    assertThat(models.statistics(predictor).fail().count()).isEqualTo(1);
    models.open();
    assertThat(fits.join()).hasSize(20);
  }

  @Test
  void aRequestOfMoreRowsThanMayWaitIsTakenWhereNoneWaits() {
    models.hold(predictor);
    CompletableFuture<float[]> large = callOfRows(30);
    models.open();
    assertThat(large.join()).hasSize(30);
  }

  @Test
  void moreBytesThanMayWaitAreRefused() {
    try (Predictor narrow = new Predictor(new BatchLimits(1, 8, 1000), 80)) {
      models.hold(narrow);
      CompletableFuture<NamedTensors> fits = models.call(narrow, "rows", column(new float[8]));
      CompletableFuture<NamedTensors> more = models.call(narrow, "rows", column(new float[2]));
      CompletableFuture<NamedTensors> refused = models.call(narrow, "rows", column(1));

      assertThatThrownBy(refused::join)
          .cause()
          .isInstanceOf(OverloadedException.class)
          .hasMessage(
              "Requests that wait hold too much memory, 40 bytes for this model and 40 for all;"
                  + " try again in a moment");
      models.open();
      assertThat(ServedModels.numbers(fits.join())).hasSize(8);
      assertThat(ServedModels.numbers(more.join())).hasSize(2);
    }
  }

  @Test
  void bytesOfCallsThatHaveRunLeaveRoomForOthers() {
    try (Predictor narrow = new Predictor(new BatchLimits(1, 8, 1000), 80)) {
      for (int round = 0; round < 3; round++) {
        models.hold(narrow);
        List<CompletableFuture<NamedTensors>> waiting =
            List.of(
                models.call(narrow, "rows", column(new float[8])),
                models.call(narrow, "total", column(new float[2])));
        models.open();
        waiting.forEach(call -> assertThat(ServedModels.numbers(call.join())).isNotEmpty());
      }
    }
  }

  @Test
  void aRequestOfMoreBytesThanMayWaitIsTakenWhereNoneWaits() {
    try (Predictor narrow = new Predictor(new BatchLimits(1, 8, 1000), 8)) {
      models.hold(narrow);
      CompletableFuture<NamedTensors> large = models.call(narrow, "rows", column(new float[30]));
      models.open();
      assertThat(ServedModels.numbers(large.join())).hasSize(30);
    }
  }

  @Test
  void aRequestThatIsCancelledWhileItWaitsIsNotRun() throws InterruptedException {
    models.hold(predictor);
    NamedTensors inputs = column(1, 2);
    CompletableFuture<NamedTensors> cancelled = models.call(predictor, "rows", inputs);
    CompletableFuture<float[]> other = call("rows", 3);
    assertThat(cancelled.cancel(false)).isTrue();
    models.open();

    assertThat(other.join()).containsExactly(6);
    assertThat(batches()).containsOnly(entry(1, 2L));
    models.manager().delete(new ModelName(ServedModels.GATED));
    assertThat(models.allAreFreed()).isTrue();
    assertThat(inputs.names()).isEmpty();
  }

  @Test
  void outputsThatNobodyWaitsForAreFreed() {
    Lease lease = models.lease(ServedModels.GATED);
    PendingCall call =
        new PendingCall(lease, ServedModels.signature(lease, "rows"), column(1), CallTerms.NONE);
    call.result().cancel(false);
    NamedTensors outputs = column(2);
    call.complete(outputs);
    assertThat(outputs.names()).isEmpty();
  }

  @Test
  void aModelThatIsDeletedAnswersWhatItHasTaken() throws InterruptedException {
    models.hold(predictor);
    CompletableFuture<float[]> rows = call("rows", 1);
    CompletableFuture<float[]> total = call("total", 2, 3);
    try (Lease opener = models.lease(ServedModels.GATED);
        NamedTensors inputs = column(1)) {
      models.manager().delete(new ModelName(ServedModels.GATED));
      ServedModels.signature(opener, "open")
          .run(List.of(inputs.require("x")))
          .forEach(Tensor::close);
    }
    assertThat(rows.join()).containsExactly(2);
    assertThat(total.join()).containsExactly(5);
    assertThat(models.allAreFreed()).isTrue();
  }

  @Test
  void callsThatWaitEndEvenWhereThePredictorIsClosed() {
    Supplier<float[]> held = models.hold(predictor);
    List<CompletableFuture<float[]>> answers =
        IntStream.range(0, 8).mapToObj(i -> call("total", i)).toList();
    predictor.close();
    models.open();

    assertThat(held.get()).containsExactly(7);
    for (int i = 0; i < 8; i++) {
      assertThat(answers.get(i).join()).containsExactly(i);
    }
  }

  @Test
  void missingInputsFailTheCallAndFreeItsLease() throws InterruptedException {
    CompletableFuture<float[]> answer =
        models.call(predictor, "rows", new NamedTensors()).thenApply(ServedModels::numbers);
    assertThat(answer).isCompletedExceptionally();
    models.manager().delete(new ModelName(ServedModels.GATED));
    assertThat(models.allAreFreed()).isTrue();
  }

  @Test
  void nothingIsRunTogetherWhereBatchingIsOff() {
    try (ServedModels single = new ServedModels(false);
        Predictor own = new Predictor(new BatchLimits(1, 8, 20))) {
      single.hold(own);
      List<CompletableFuture<float[]>> answers =
          IntStream.range(0, 5)
              .mapToObj(i -> single.call(own, "rows", column(i)).thenApply(ServedModels::numbers))
              .toList();
      single.open();

      for (int i = 0; i < 5; i++) {
        assertThat(answers.get(i).join()).containsExactly(2 * i);
      }
      assertThat(single.statistics(own).executionCount()).isEqualTo(6);
    }
  }

  @Test
  void rowsWithoutElementsTakeUpNoRoomWhateverTheirNumber() {
    try (ServedModels types = new ServedModels(true, "types")) {
      Lease lease = types.lease("types");
      NamedTensors inputs = new NamedTensors();
      inputs.put("x", Tensor.allocate(ElementType.FLOAT, Shape.of(1 << 24, 0)));
      PendingCall call =
          new PendingCall(lease, ServedModels.signature(lease, "float32"), inputs, CallTerms.NONE);
      assertThat(call.rows()).isZero();
      assertThat(call.weight()).isEqualTo(1);
      call.free();
    }
  }

  private CompletableFuture<NamedTensors> within(Duration timeout, NamedTensors inputs) {
    CallTerms terms = CallTerms.NONE.within(timeout);
    Lease lease = models.lease(ServedModels.GATED);
    return predictor.predict(lease, ServedModels.signature(lease, "rows"), inputs, terms);
  }

  @Test
  void aCallWhoseTimeIsOverLeavesTheQueue() {
    models.hold(predictor);
    NamedTensors inputs = column(1, 2);
    CompletableFuture<NamedTensors> late = within(Duration.ofMillis(1), inputs);

    assertThatThrownBy(late::join)
        .cause()
        .isInstanceOf(DeadlineException.class)
        .hasMessage("The model did not answer within 1 ms, the time this request has");
    assertThat(inputs.names()).isEmpty();
    assertThat(models.statistics(predictor).fail().count()).isEqualTo(1);
    models.open();
    assertThat(call("rows", 3).join()).containsExactly(6);
    assertThat(batches()).containsOnly(entry(1, 2L));
  }

  @Test
  void theServersOwnLimitHoldsForCallsThatGiveNone() {
    BatchLimits limits = new BatchLimits(1, 8, 20, BatchLimits.UNLIMITED, Duration.ofSeconds(1));
    try (Predictor own = new Predictor(limits)) {
      models.hold(own);
      assertThatThrownBy(models.call(own, "rows", column(1))::join)
          .cause()
          .isInstanceOf(DeadlineException.class)
          .hasMessageContaining("within 1000 ms");
      models.open();
    }
  }

  @Test
  void aCallThatRunsWhenItsTimeIsOverIsAnsweredAndFreedLater() throws InterruptedException {
    models.hold(predictor);
    Lease lease = models.lease(ServedModels.GATED);
    NamedTensors inputs = column(8);
    CompletableFuture<NamedTensors> answer =
        predictor.predict(
            lease,
            ServedModels.signature(lease, "hold"),
            inputs,
            CallTerms.NONE.within(Duration.ofSeconds(5)));
    models.open();
    models.awaitHeld();

    assertThatThrownBy(answer::join).cause().isInstanceOf(DeadlineException.class);
    assertThat(inputs.names()).isNotEmpty();
    models.open();
    models.manager().delete(new ModelName(ServedModels.GATED));
    assertThat(models.allAreFreed()).isTrue();
    assertThat(inputs.names()).isEmpty();
  }

  @Test
  void callsAreRefusedWhileTheNextWouldWaitTooLong() {
    BatchLimits limits = new BatchLimits(1, 8, 1000, Duration.ofNanos(1), BatchLimits.UNLIMITED);
    try (Predictor own = new Predictor(limits)) {
      models.call(own, "total", column(1)).thenApply(ServedModels::numbers).join();
      models.hold(own);
      CompletableFuture<float[]> waits =
          models.call(own, "total", column(1, 2)).thenApply(ServedModels::numbers);
      assertThatThrownBy(models.call(own, "total", column(3))::join)
          .cause()
          .isInstanceOf(OverloadedException.class)
          .hasMessageMatching(
              "The model would not get to this request for about \\d+ ms; try again in a moment");
      models.open();
      assertThat(waits.join()).containsExactly(3);
    }
  }

  @Test
  void aCallWhoseClientIsGoneWhenItsTurnComesIsNotRun() {
    models.hold(predictor);
    CompletableFuture<float[]> stays = call("rows", 1);
    CallTerms terms = new CallTerms(BatchLimits.UNLIMITED, () -> true);
    Lease lease = models.lease(ServedModels.GATED);
    CompletableFuture<NamedTensors> gone =
        predictor.predict(lease, ServedModels.signature(lease, "rows"), column(2, 3), terms);
    CompletableFuture<NamedTensors> late = within(Duration.ofMillis(30), column(4, 5, 6));
    assertThatThrownBy(late::join).cause().isInstanceOf(DeadlineException.class);
    models.open();

    assertThat(stays.join()).containsExactly(2);
    assertThatThrownBy(gone::join)
        .cause()
        .hasMessage("The client closed its connection while it waited");
    assertThat(batches()).containsOnly(entry(1, 2L));
  }

  @Test
  void aReplyThatIsNotTakenHoldsNoOtherOfItsBatchUp() {
    CountDownLatch taken = new CountDownLatch(1);
    models.hold(predictor);
    CompletableFuture<Void> stuck = call("rows", 1).thenAccept(numbers -> awaitQuietly(taken));
    CompletableFuture<float[]> second = call("rows", 2);
    CompletableFuture<float[]> third = call("rows", 3);
    models.open();

    assertThat(second.join()).containsExactly(4);
    assertThat(third.join()).containsExactly(6);
    assertThat(stuck).isNotDone();
    taken.countDown();
    stuck.join();
  }

  @Test
  void aLargeReplyThatIsNotTakenHoldsNoOtherUp() {
    try (Predictor wide = new Predictor(new BatchLimits(1, 10_000, 20_000))) {
      CountDownLatch taken = new CountDownLatch(1);
      models.hold(wide);
      CompletableFuture<Void> stuck =
          models
              .call(wide, "rows", column(new float[8_000]))
              .thenAccept(
                  outputs -> {
                    outputs.close();
                    awaitQuietly(taken);
                  });
      CompletableFuture<float[]> other =
          models.call(wide, "rows", column(1)).thenApply(ServedModels::numbers);
      models.open();
      assertThat(other.join()).containsExactly(2);
      assertThat(stuck).isNotDone();
      taken.countDown();
      stuck.join();
    }
  }

  @Test
  void callsThatWaitGoOnWhileAReplyIsNotTaken() {
    CountDownLatch taken = new CountDownLatch(1);
    models.hold(predictor);
    CompletableFuture<Void> stuck = call("total", 1).thenAccept(numbers -> awaitQuietly(taken));
    CompletableFuture<float[]> next = call("total", 2, 3);
    models.open();
    assertThat(next.join()).containsExactly(5);
    taken.countDown();
    stuck.join();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
