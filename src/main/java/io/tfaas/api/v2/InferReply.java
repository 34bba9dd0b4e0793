package io.tfaas.api.v2;

import io.tfaas.model.ModelVersion;
import io.tfaas.tensor.NamedTensors;
import io.tfaas.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * What a model answered; its writer closes it.
 *
 * @param outputs as the request asked for them
 * @param tensors that the outputs are of
 */
record InferReply(Head head, List<OutputTensor> outputs, NamedTensors tensors)
    implements AutoCloseable {

  /** Who answered what. */
  record Head(String model, String version, Optional<String> id, List<String> labels) {

    Head {
      labels = List.copyOf(labels);
    }

    static Head of(ModelVersion version, Optional<String> id) {
      return new Head(
          version.name().value(), Long.toString(version.number()), id, version.stored().labels());
    }
  }

  InferReply {
    outputs = List.copyOf(outputs);
  }

  /** The reply to a request; takes over the tensors, whatever happens. */
  static InferReply of(Head head, List<RequestedOutput> wanted, NamedTensors tensors) {
    boolean made = false;
    try {
      List<OutputTensor> outputs =
          wanted.stream().map(output -> output(head, output, tensors)).toList();
      made = true;
      return new InferReply(head, outputs, tensors);
    } finally {
      if (!made) {
        tensors.close();
      }
    }
  }

  private static OutputTensor output(Head head, RequestedOutput wanted, NamedTensors tensors) {
    String name = wanted.spec().name();
    Tensor tensor = tensors.require(name);
    return wanted.classes() == 0
        ? OutputTensor.of(name, tensor, wanted.binary())
        : OutputTensor.of(
            name, Classification.of(tensor, wanted.classes(), head.labels()), wanted.binary());
  }

  @Override
  public void close() {
    tensors.close();
  }
}
