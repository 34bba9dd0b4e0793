package io.tfaas.model;

import io.tfaas.error.InvalidInputException;
import io.tfaas.session.SessionException;
import io.tfaas.tensor.NearEquality;
import io.tfaas.tensor.Shape;
import io.tfaas.tensor.Tensor;
import io.tfaas.tensor.TensorSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Shows by trial whether a signature treats each row of a batch on its own: sample rows are run at
 * once and one by one, and have to give the same up to rounding, which differs since TensorFlow
 * picks other kernels and orders of sums for other sizes.
 */
final class BatchProof {

  /* A prime, so that a model that groups its rows by twos, threes or fives cannot pass. */
  private static final int ROWS = 7;
  private static final int ROWS_OF_SLOW = 2;
  private static final Duration SLOW = Duration.ofMillis(50);

  /* What free dimensions after the first are tried with: some models need room, some a single one. */
  private static final int[] FREE_LENGTHS = {8, 1, 64};

  private static final double[] SCALES = {1, 0.1};

  private final StateSearch state;

  BatchProof(StateSearch state) {
    this.state = state;
  }

  /** Tries a signature that can be called. */
  Batching of(BoundSignature bound) {
    Optional<String> unfit = unfit(bound.signature());
    if (unfit.isPresent()) {
      return Batching.refused(unfit.get());
    }
    if (state.isReachedFrom(bound)) {
      return Batching.refused("the graph keeps state between calls");
    }
    for (int length : FREE_LENGTHS) {
      try {
        return trial(bound, length);
      } catch (SessionException | InvalidInputException e) {
        if (hasFixedRows(bound.signature())) {
          break;
        }
      }
    }
    return Batching.refused("the model does not take the sample rows that would show it");
  }

  private static Optional<String> unfit(Signature signature) {
    if (signature.inputs().isEmpty()) {
      return Optional.of("the signature has no inputs");
    }
    return signature.inputs().stream()
        .filter(spec -> !hasFreeRows(spec))
        .findFirst()
        .map(spec -> "the first dimension of input '" + spec.name() + "' is not free")
        .or(
            () ->
                signature.outputs().stream()
                    .filter(spec -> !hasFreeRows(spec))
                    .findFirst()
                    .map(
                        spec -> "the first dimension of output '" + spec.name() + "' is not free"));
  }

  private static boolean hasFreeRows(TensorSpec spec) {
    return spec.shape().rank() > 0 && spec.shape().dimension(0) == Shape.FREE;
  }

  private static boolean hasFixedRows(Signature signature) {
    return signature.inputs().stream().allMatch(spec -> spec.shape().withoutFirst().isFixed());
  }

  private static Batching trial(BoundSignature bound, int freeLength) {
    long start = System.nanoTime();
    Optional<String> difference = compare(bound, freeLength, SCALES[0], ROWS_OF_SLOW);
    boolean slow = System.nanoTime() - start > SLOW.toNanos();
    int rows = slow ? ROWS_OF_SLOW : ROWS;
    for (int i = 0; !slow && difference.isEmpty() && i < SCALES.length; i++) {
      difference = compare(bound, freeLength, SCALES[i], rows);
    }
    return difference
        .map(Batching::refused)
        .orElseGet(
            () -> Batching.proven(rows + " sample rows at once gave what they give one by one"));
  }

  private static Optional<String> compare(
      BoundSignature bound, int freeLength, double scale, int rows) {
    try (TensorList batch = sample(bound.signature(), freeLength, scale, rows);
        TensorList whole = new TensorList(bound.run(batch.tensors()))) {
      for (int row = 0; row < rows; row++) {
        try (TensorList alone = batch.row(row);
            TensorList result = new TensorList(bound.run(alone.tensors()))) {
          for (int i = 0; i < result.tensors().size(); i++) {
            String output = bound.signature().outputs().get(i).name();
            Tensor one = result.tensors().get(i);
            Tensor all = whole.tensors().get(i);
            if (!hasRows(one, 1) || !hasRows(all, rows)) {
              return Optional.of("output '" + output + "' has not one row for each row of input");
            }
            if (!NearEquality.ofRow(all, row, one)) {
              return Optional.of("rows at once and one by one differ in output '" + output + "'");
            }
          }
        }
      }
      return Optional.empty();
    }
  }

  private static boolean hasRows(Tensor tensor, int rows) {
    return tensor.shape().rank() > 0 && tensor.shape().dimension(0) == rows;
  }

  private static TensorList sample(Signature signature, int freeLength, double scale, int rows) {
    List<Tensor> tensors = new ArrayList<>();
    SampleValues values = new SampleValues(scale);
    for (TensorSpec input : signature.inputs()) {
      tensors.add(values.tensor(input, freeLength, rows));
    }
    return new TensorList(tensors);
  }
}
