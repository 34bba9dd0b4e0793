package io.tfaas.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.tfaas.session.SessionConfig;
import io.tfaas.testing.GraphModel;
import io.tfaas.testing.Samples;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TString;

final class BatchProofTest {

  private static final String DIFFER = "rows at once and one by one differ in output 'y'";
  private static final String OTHER_ROWS = "output 'y' has not one row for each row of input";

  private final Path folder;

  BatchProofTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static Map<String, Batching> load(Path folder, boolean batches, ModelParams params) {
    StoredModel stored = new StoredModel(new ModelName("model"), 1, folder, params, List.of());
    ModelVersion version = new ModelLoader(SessionConfig.ofThreads(1, -1), batches).load(stored);
    try {
      Map<String, Batching> found = new TreeMap<>();
      version.signatures().forEach((name, bound) -> found.put(name, bound.batching()));
      return found;
    } finally {
      version.release();
    }
  }

  private static Batching sample(String model, String signature) {
    return Optional.ofNullable(sample(model).get(signature)).orElseThrow();
  }

  private static Map<String, Batching> sample(String model) {
    return load(Samples.path(model), true, ModelParams.named("model"));
  }

  private Batching of(GraphModel model) {
    model.write(folder);
    Batching found = load(folder, true, ModelParams.named("model")).values().iterator().next();
    model.close();
    return found;
  }

  /* What becomes of rows of three numbers. */
  private Batching ofRows(BiFunction<Ops, Operand<TFloat32>, Operand<?>> function) {
    GraphModel model = new GraphModel();
    Operand<TFloat32> x = model.floats(-1, 3);
    return of(model.signature("rows", x, function.apply(model.ops(), x)));
  }

  private static ModelParams batching(String value) {
    return new ModelParams(
        "model", "", "", "", "", "", 0, List.of(), "", "", "", "", List.of(), value, 0, 0);
  }

  private static void assertRefused(Batching batching, String reason) {
    assertThat(batching).isEqualTo(new Batching(false, false, reason));
  }

  @ParameterizedTest
  @CsvSource({
    "hep42/1, serving_default",
    "cancer/1, serving_default",
    "digits/1, serving_default",
    "multi/1, serving_default",
    "half_plus_two/1, serving_default",
    "text/1, serving_default",
    "not_a_number/1, serving_default",
    "digits_frozen, serving_default",
    "hep42_frozen, serving_default"
  })
  void aModelThatTreatsRowsOnTheirOwnIsBatched(String model, String signature) {
    Batching batching = sample(model, signature);
    assertThat(batching.allowed()).as(batching.reason()).isTrue();
    assertThat(batching.rowWise()).isTrue();
    assertThat(batching.reason())
        .matches("[27] sample rows at once gave what they give one by one");
  }

  @Test
  void everyElementTypeCanBeBatched() {
    assertThat(sample("types/1"))
        .hasSize(15)
        .allSatisfy((type, b) -> assertThat(b.allowed()).isTrue());
  }

  @Test
  void eachSignatureIsJudgedOnItsOwn() {
    assertRefused(sample("multi/1", "total"), "the first dimension of output 'sum' is not free");
  }

  @Test
  void aRowThatDependsOnTheMeanOfAllIsNotBatched() {
    assertRefused(
        ofRows((ops, x) -> ops.math.sub(x, ops.math.mean(x, ops.constant(0), Mean.keepDims(true)))),
        DIFFER);
  }

  @Test
  void aSoftmaxOverTheRowsIsNotBatched() {
    assertRefused(
        ofRows(
            (ops, x) ->
                ops.math.div(
                    ops.math.exp(x),
                    ops.reduceSum(ops.math.exp(x), ops.constant(0), ReduceSum.keepDims(true)))),
        DIFFER);
  }

  @Test
  void aRowThatDependsOnThoseBeforeItIsNotBatched() {
    assertRefused(ofRows((ops, x) -> ops.math.cumsum(x, ops.constant(0))), DIFFER);
  }

  @Test
  void rowsThatAreTurnedRoundAreNotBatched() {
    assertRefused(ofRows((ops, x) -> ops.reverse(x, ops.constant(new int[] {0}))), DIFFER);
  }

  @Test
  void rowsThatAreGivenOnceEachAreNotBatched() {
    assertRefused(ofRows((ops, x) -> ops.unique(x, ops.constant(new int[] {0})).y()), OTHER_ROWS);
  }

  @Test
  void rowsThatAreGivenTwiceAreNotBatched() {
    assertRefused(ofRows((ops, x) -> ops.concat(List.of(x, x), ops.constant(0))), OTHER_ROWS);
  }

  @Test
  void theNumberOfRowsAsAColumnIsNotBatched() {
    assertRefused(
        ofRows(
            (ops, x) -> {
              Operand<TInt32> rows = ops.gather(ops.shape(x), ops.constant(0), ops.constant(0));
              return ops.math.add(x, ops.dtypes.cast(rows, TFloat32.class));
            }),
        DIFFER);
  }

  @Test
  void theNumberOfRowsAloneIsNotBatched() {
    assertRefused(
        ofRows((ops, x) -> ops.gather(ops.shape(x), ops.constant(0), ops.constant(0))),
        "the first dimension of output 'y' is not free");
  }

  @Test
  void rowsOfOneNumberThatDependOnTheMeanOfAllAreNotBatched() {
    GraphModel model = new GraphModel();
    Operand<TFloat32> x = model.floats(-1);
    Operand<TFloat32> y =
        model
            .ops()
            .math
            .sub(x, model.ops().math.mean(x, model.ops().constant(0), Mean.keepDims(true)));
    assertRefused(of(model.signature("numbers", x, y)), DIFFER);
  }

  @Test
  void randomNumbersAreNotBatched() {
    assertRefused(
        ofRows((ops, x) -> ops.math.add(x, ops.random.randomUniform(ops.shape(x), TFloat32.class))),
        DIFFER);
  }

  @Test
  void aGraphThatKeepsStateIsNotBatched() {
    assertRefused(
        ofRows(
            (ops, x) -> {
              Variable<TFloat32> sum =
                  ops.variable(org.tensorflow.ndarray.Shape.of(3), TFloat32.class);
              Operand<TFloat32> added = ops.assignAdd(sum, ops.reduceSum(x, ops.constant(0)));
              return ops.math.add(x, added);
            }),
        "the graph keeps state between calls");
  }

  @Test
  void anInputOfAFixedNumberOfRowsIsNotBatched() {
    GraphModel model = new GraphModel();
    Operand<TFloat32> x = model.floats(4, 3);
    assertRefused(
        of(model.signature("fixed", x, model.ops().math.neg(x))),
        "the first dimension of input 'x' is not free");
  }

  @Test
  void anInputWithoutRowsIsNotBatched() {
    GraphModel model = new GraphModel();
    Operand<TFloat32> x = model.floats();
    assertRefused(
        of(model.signature("scalar", x, model.ops().math.neg(x))),
        "the first dimension of input 'x' is not free");
  }

  @Test
  void anInputOfDataThatCannotBeMadeUpIsNotBatched() {
    GraphModel model = new GraphModel();
    Operand<TString> x = model.input(TString.class, -1);
    Operand<TFloat32> y =
        model
            .ops()
            .reshape(
                model.ops().io.decodeRaw(x, TFloat32.class),
                model.ops().constant(new int[] {-1, 2}));
    assertRefused(
        of(model.signature("bytes", x, y)),
        "the model does not take the sample rows that would show it");
  }

  @Test
  void aFreeLengthIsTriedUntilOneFits() {
    GraphModel model = new GraphModel();
    Operand<TFloat32> x = model.floats(-1, -1);
    Operand<TFloat32> sixtyFour =
        model.ops().math.neg(model.ops().ensureShape(x, org.tensorflow.ndarray.Shape.of(-1, 64)));
    assertThat(of(model.signature("wide", x, sixtyFour)).allowed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"off", "OFF", "false"})
  void aModelsParamsCanSwitchItOff(String off) {
    ModelParams params = batching(off);
    assertThat(load(Samples.path("hep42/1"), true, params))
        .containsEntry(
            "serving_default", new Batching(true, false, "switched off by the model's params"));
  }

  @Test
  void theServerCanSwitchItOffForAll() {
    assertThat(load(Samples.path("hep42/1"), false, batching("on")))
        .containsEntry(
            "serving_default",
            new Batching(true, false, "switched off by the server's setting tfaas.batching"));
  }

  @Test
  void whatCannotBeBatchedSaysSoEvenWhereItIsSwitchedOff() {
    assertThat(load(Samples.path("multi/1"), false, ModelParams.named("model")))
        .containsEntry(
            "total", new Batching(false, false, "the first dimension of output 'sum' is not free"));
  }
}
