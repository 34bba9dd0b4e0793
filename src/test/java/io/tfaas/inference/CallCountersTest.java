package io.tfaas.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tfaas.inference.CallStatistics.BatchTiming;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CallCountersTest {

  private static final CallCounters.Times TIMES = new CallCounters.Times(0, 0, 1, 1);

  private final CallCounters counters = new CallCounters();

  private void run(IntStream rowCounts) {
    rowCounts.forEach(rows -> counters.ran(1, rows, TIMES));
  }

  private List<Integer> sizes() {
    return counters.snapshot(0).batches().stream().map(BatchTiming::rows).toList();
  }

  @Test
  void batchesAreListedBySizeInAscendingOrder() {
    run(IntStream.of(8, 1, 70_000, 8));
    assertThat(counters.snapshot(0).batches())
        .extracting(BatchTiming::rows, batch -> batch.computeInfer().count())
        .containsExactly(tuple(1, 1L), tuple(8, 2L), tuple(70_000, 1L));
  }

  @Test
  void ofLargeBatchesOnlySoManySizesAreListed() {
    run(IntStream.rangeClosed(2001, 5000));
    assertThat(sizes()).hasSize(1024).startsWith(2001).endsWith(3024);
    assertThat(counters.snapshot(0).executionCount()).isEqualTo(3000);
  }

  @Test
  void everySizeOfSmallBatchesIsListedWhateverLargeOnesThereWere() {
    run(IntStream.rangeClosed(2001, 5000));
    run(IntStream.rangeClosed(1, 1024));
    assertThat(sizes()).hasSize(2048).startsWith(1, 2, 3);
  }

  @Test
  void aLargeSizeThatIsListedGoesOnBeingCounted() {
    run(IntStream.rangeClosed(2001, 5000));
    run(IntStream.of(3024, 5000));
    assertThat(counters.snapshot(0).batches())
        .filteredOn(batch -> batch.rows() >= 3024)
        .extracting(batch -> batch.computeInfer().count())
        .containsExactly(2L);
  }
}
