package io.tfaas.session;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteTensor;

import io.tfaas.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerPointer;
import org.tensorflow.internal.c_api.TF_Tensor;

/** The native memory of one run at a time: where its tensors are passed, and its status. */
final class Frame {

  private final PointerPointer<TF_Tensor> inputs;
  private final PointerPointer<TF_Tensor> outputs;
  private final int outputCount;
  private final Status status = new Status();

  Frame(int inputCount, int outputCount) {
    this.inputs = new PointerPointer<>(Math.max(1, inputCount));
    this.outputs = new PointerPointer<>(Math.max(1, outputCount));
    this.outputCount = outputCount;
  }

  void feed(List<Tensor> tensors) {
    for (int i = 0; i < tensors.size(); i++) {
      inputs.put(i, tensors.get(i).handle());
    }
  }

  PointerPointer<TF_Tensor> inputs() {
    return inputs;
  }

  PointerPointer<TF_Tensor> outputs() {
    return outputs;
  }

  Status status() {
    return status;
  }

  /** The tensors that the run has left, all of them or none. */
  List<Tensor> takeOutputs() {
    List<Tensor> taken = new ArrayList<>(outputCount);
    int next = 0;
    try {
      while (next < outputCount) {
        TF_Tensor output = outputs.get(TF_Tensor.class, next);
        next++;
        taken.add(Tensor.adopt(output));
      }
      return taken;
    } catch (RuntimeException | Error e) {
      taken.forEach(Tensor::close);
      for (int i = next; i < outputCount; i++) {
        TF_DeleteTensor(outputs.get(TF_Tensor.class, i));
      }
      throw e;
    }
  }

  void free() {
    inputs.close();
    outputs.close();
    status.close();
  }
}
