package io.tfaas.inference;

import io.tfaas.model.BoundSignature;
import io.tfaas.model.Lease;
import io.tfaas.model.Row;
import io.tfaas.model.RowLayout;
import io.tfaas.tensor.Elements;
import io.tfaas.tensor.NamedTensors;
import io.tfaas.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Predicts rows of values, and tensors that stand for a row, with the signature that a model has
 * for them. Leases and inputs are taken over as by {@link Predictor#predict}, and failures come as
 * there.
 */
public final class RowPredictor {

  private final Predictor predictor;

  public RowPredictor(Predictor predictor) {
    this.predictor = predictor;
  }

  /** Predicts one row. */
  public CompletableFuture<Elements> predict(Lease lease, Row row, CallTerms terms) {
    return predict(lease, () -> lease.version().rowLayout().toTensors(List.of(row)), terms);
  }

  /** What makes the inputs for one row. */
  public interface Inputs {

    /**
     * The inputs of the model's row signature, for one row.
     *
     * @throws io.tfaas.error.ServingException when the request does not fit the model
     */
    NamedTensors make();
  }

  /** Predicts what stands for one row. */
  public CompletableFuture<Elements> predict(Lease lease, Inputs inputs, CallTerms terms) {
    BoundSignature signature;
    RowLayout layout;
    NamedTensors made;
    try {
      signature = lease.version().rowSignature();
      layout = lease.version().rowLayout();
      made = inputs.make();
    } catch (RuntimeException | Error e) {
      lease.close();
      throw e;
    }
    return predictor
        .predict(lease, signature, made, terms)
        .thenApply(
            outputs -> {
              try (outputs) {
                return first(layout, answer(signature, outputs));
              }
            });
  }

  /**
   * Predicts rows, in one call where the model treats each row on its own.
   *
   * @return the elements of each row's output, in the rows' order
   */
  public CompletableFuture<List<Elements>> predict(Lease lease, List<Row> rows, CallTerms terms) {
    try (Lease held = lease) {
      BoundSignature signature = held.version().rowSignature();
      if (rows.size() <= 1 || !signature.batching().rowWise()) {
        return oneByOne(held, rows, terms);
      }
      NamedTensors inputs = held.version().rowLayout().toTensors(rows);
      Lease again = held.another();
      return predictor
          .predict(held.another(), signature, inputs, terms)
          .thenCompose(
              outputs -> {
                try (outputs) {
                  return eachRow(answer(signature, outputs), rows.size())
                      .map(CompletableFuture::completedFuture)
                      .orElseGet(() -> oneByOne(again, rows, terms));
                }
              })
          .whenComplete((elements, failure) -> again.close());
    }
  }

  private CompletableFuture<List<Elements>> oneByOne(Lease lease, List<Row> rows, CallTerms terms) {
    CompletableFuture<List<Elements>> all = CompletableFuture.completedFuture(new ArrayList<>());
    for (Row row : rows) {
      CompletableFuture<Elements> one = predict(lease.another(), row, terms);
      all =
          all.thenCombine(
              one,
              (elements, element) -> {
                elements.add(element);
                return elements;
              });
    }
    return all;
  }

  private static Tensor answer(BoundSignature signature, NamedTensors outputs) {
    return outputs.require(signature.signature().outputs().get(0).name());
  }

  private static Elements first(RowLayout layout, Tensor output) {
    boolean row =
        layout.hasRowDimension() && output.shape().rank() > 0 && output.shape().dimension(0) == 1;
    return row ? Elements.ofRow(output, 0) : Elements.of(output);
  }

  private static Optional<List<Elements>> eachRow(Tensor output, int count) {
    if (output.shape().rank() == 0 || output.shape().dimension(0) != count) {
      return Optional.empty();
    }
    List<Elements> rows = new ArrayList<>(count);
    for (int row = 0; row < count; row++) {
      rows.add(Elements.ofRow(output, row));
    }
    return Optional.of(rows);
  }
}
