package io.tfaas.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tfaas.error.InvalidInputException;
import io.tfaas.model.Lease;
import io.tfaas.model.ModelName;
import io.tfaas.model.Row;
import io.tfaas.tensor.Elements;
import io.tfaas.tensor.Numbers;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class RowPredictorTest {

  private static final String MODEL = "half_plus_two";

  private final ServedModels models = new ServedModels(true, MODEL);
  private final Predictor predictor = new Predictor(new BatchLimits(1, 8, 100));
  private final RowPredictor rows = new RowPredictor(predictor);

  @AfterEach
  void close() {
    predictor.close();
    models.close();
  }

  private static Row row(double... values) {
    return new Row(List.of(), Numbers.of(values));
  }

  private static float only(Elements elements) {
    assertThat(elements).isInstanceOf(Elements.Floats.class);
    return ((Elements.Floats) elements).values()[0];
  }

  private CallStatistics statistics() {
    try (Lease lease = models.lease(MODEL)) {
      return predictor.statistics(lease.version());
    }
  }

  private void assertAllAreFreed(String model) throws InterruptedException {
    models.manager().delete(new ModelName(model));
    assertThat(models.allAreFreed()).isTrue();
  }

  @Test
  void aRowHasItsAnswer() {
    assertThat(only(rows.predict(models.lease(MODEL), row(6), CallTerms.NONE).join()))
        .isEqualTo(5f);
  }

  @Test
  void manyRowsAreOneCallAndComeBackInTheirOrder() throws InterruptedException {
    List<Row> many = IntStream.range(0, 50).mapToObj(i -> row(2 * i)).toList();

    assertThat(rows.predict(models.lease(MODEL), many, CallTerms.NONE).join())
        .extracting(RowPredictorTest::only)
        .isEqualTo(IntStream.range(0, 50).mapToObj(i -> i + 2f).toList());
    assertThat(statistics().executionCount()).isEqualTo(1);
    assertAllAreFreed(MODEL);
  }

  @Test
  void noRowsHaveNoAnswers() throws InterruptedException {
    assertThat(rows.predict(models.lease(MODEL), List.of(), CallTerms.NONE).join()).isEmpty();
    assertAllAreFreed(MODEL);
  }

  @Test
  void aRowOfTheWrongLengthIsRefusedAndItsLeaseFreed() throws InterruptedException {
    Lease lease = models.lease(MODEL);
    assertThatThrownBy(() -> rows.predict(lease, row(1, 2), CallTerms.NONE))
        .isInstanceOf(InvalidInputException.class);
    assertAllAreFreed(MODEL);
  }

  @Test
  void oneWrongRowAmongManyIsRefusedAndTheLeaseFreed() throws InterruptedException {
    Lease lease = models.lease(MODEL);
    assertThatThrownBy(() -> rows.predict(lease, List.of(row(1), row(1, 2)), CallTerms.NONE))
        .isInstanceOf(InvalidInputException.class);
    assertAllAreFreed(MODEL);
  }

  @Test
  void aModelWithoutASignatureForRowsSaysSo() throws InterruptedException {
    Lease lease = models.lease(ServedModels.GATED);
    assertThatThrownBy(() -> rows.predict(lease, List.of(row(1), row(2)), CallTerms.NONE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("Model 'gated' has no signature serving_default to take the row");
    assertAllAreFreed(ServedModels.GATED);
  }
}
