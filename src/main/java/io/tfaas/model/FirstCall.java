package io.tfaas.model;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_INVALID_ARGUMENT;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_NOT_FOUND;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_OUT_OF_RANGE;

import io.tfaas.error.InvalidInputException;
import io.tfaas.error.InvalidModelException;
import io.tfaas.session.SessionException;
import io.tfaas.tensor.ElementType;
import io.tfaas.tensor.Shape;
import io.tfaas.tensor.Tensor;
import io.tfaas.tensor.TensorSpec;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * The call of a model with zeros before anyone else's: it shows whether the model runs at all, how
 * long its output rows are, and leaves it warm. A graph that keeps state is not called, since that
 * would change it.
 */
final class FirstCall {

  /* Zeros may be no valid data for a model, an empty string no example or file: these say nothing of it. */
  private static final Set<Integer> DATA_DEPENDENT =
      Set.of(TF_INVALID_ARGUMENT, TF_NOT_FOUND, TF_OUT_OF_RANGE);

  private static final int LARGEST_INPUT = 1 << 24;

  private final StateSearch state;

  FirstCall(StateSearch state) {
    this.state = state;
  }

  /**
   * Calls every signature of the model.
   *
   * @throws InvalidModelException when one cannot run, or the labels do not fit the output
   */
  void check(ModelVersion version) {
    for (BoundSignature bound : version.signatures().values()) {
      call(version, bound, false);
    }
    if (!version.stored().labels().isEmpty()) {
      call(version, version.rowSignature(), true);
    }
  }

  private void call(ModelVersion version, BoundSignature bound, boolean labelled) {
    if (state.isReachedFrom(bound)) {
      return;
    }
    try (TensorList inputs = zeros(bound.signature());
        TensorList outputs = new TensorList(bound.run(inputs.tensors()))) {
      if (labelled && version.rowLayout().hasFixedRows()) {
        checkLabels(version, outputs.tensors().get(0).shape());
      }
    } catch (SessionException e) {
      if (!DATA_DEPENDENT.contains(e.code())) {
        throw LoadFailure.ofTensorFlow("The model cannot run: " + Reasons.ofRunning(e, version), e);
      }
    } catch (InvalidInputException e) {
      throw new InvalidModelException(String.valueOf(e.getMessage()), e);
    }
  }

  private static TensorList zeros(Signature signature) {
    return new TensorList(signature.inputs().stream().map(FirstCall::zeros).toList());
  }

  private static Tensor zeros(TensorSpec input) {
    long[] dimensions = input.shape().isRanked() ? input.shape().dimensions() : new long[] {1};
    for (int i = 0; i < dimensions.length; i++) {
      dimensions[i] = dimensions[i] == Shape.FREE ? 1 : dimensions[i];
    }
    Shape shape = Shape.of(dimensions);
    if (shape.elements() > LARGEST_INPUT) {
      throw new InvalidModelException(
          "Input '" + input.name() + "' of shape " + input.shape() + " is too large");
    }
    Tensor tensor = Tensor.allocate(input.type(), shape);
    if (input.type() != ElementType.STRING) {
      ByteBuffer data = tensor.data();
      for (int i = 0; i < data.capacity(); i++) {
        data.put(i, (byte) 0);
      }
    }
    return tensor;
  }

  private static void checkLabels(ModelVersion version, Shape output) {
    boolean rows = version.rowLayout().hasRowDimension() && output.rank() > 0;
    long outputs = (rows ? output.withoutFirst() : output).elements();
    int labels = version.stored().labels().size();
    if (labels != outputs) {
      throw new InvalidModelException(
          "The labels are %d lines, the model has %d outputs; give one line for each output"
              .formatted(labels, outputs));
    }
  }
}
