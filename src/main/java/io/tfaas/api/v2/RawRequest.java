package io.tfaas.api.v2;

import io.tfaas.error.InvalidInputException;
import io.tfaas.model.Signature;
import io.tfaas.tensor.ElementType;
import io.tfaas.tensor.NamedTensors;
import io.tfaas.tensor.Shape;
import io.tfaas.tensor.Tensor;
import io.tfaas.tensor.TensorSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * A request without JSON: the body is the bytes of the model's only input, all outputs are binary.
 * A shape with one free dimension is told by the number of bytes; where there are more, the first
 * is a batch of one. A BYTES input takes the whole body as its one element.
 */
final class RawRequest {

  private RawRequest() {}

  /**
   * Reads the request.
   *
   * @throws InvalidInputException when the model takes no raw requests, or not this many bytes
   */
  static InferRequest read(InferBody body, Signature signature) throws IOException {
    if (signature.inputs().size() != 1) {
      throw new InvalidInputException(
          "A request without JSON is for models with one input, this one has %d"
              .formatted(signature.inputs().size()));
    }
    TensorSpec spec = signature.inputs().get(0);
    NamedTensors inputs = new NamedTensors();
    inputs.put(spec.name(), spec.type() == ElementType.STRING ? text(body, spec) : raw(body, spec));
    List<RequestedOutput> outputs =
        signature.outputs().stream()
            .map(output -> new RequestedOutput(output, /* binary= */ true, /* classes= */ 0))
            .toList();
    return new InferRequest(Optional.empty(), inputs, outputs, InferRequest.NO_TIMEOUT);
  }

  private static Tensor text(InferBody body, TensorSpec spec) throws IOException {
    Tensor tensor = Tensor.allocate(ElementType.STRING, one(spec));
    boolean filled = false;
    try {
      tensor.bytes(0, body.stream().readAllBytes());
      filled = true;
      return tensor;
    } finally {
      if (!filled) {
        tensor.close();
      }
    }
  }

  /* The shape of one string; a second free dimension would leave open how many are meant. */
  private static Shape one(TensorSpec spec) {
    long[] dimensions = spec.shape().dimensions();
    if (dimensions.length > 0 && dimensions[0] == Shape.FREE) {
      dimensions[0] = 1;
    }
    if (!spec.shape().isRanked() || LongStream.of(dimensions).anyMatch(length -> length != 1)) {
      throw new InvalidInputException(
          "Input '%s' of shape %s does not take the body as its one string"
              .formatted(spec.name(), spec.shape()));
    }
    return Shape.of(dimensions);
  }

  private static Tensor raw(InferBody body, TensorSpec spec) throws IOException {
    if (body.length().isPresent()) {
      return body.binary().read(input(spec, body.length().getAsLong()));
    }
    byte[] bytes = body.stream().readAllBytes();
    return new BinaryPart(new ByteArrayInputStream(bytes), OptionalLong.of(bytes.length))
        .read(input(spec, bytes.length));
  }

  private static BinaryInput input(TensorSpec spec, long bytes) {
    if (bytes % spec.type().bytes() != 0) {
      throw new InvalidInputException(
          "Input '%s' takes %s, which the body's %d bytes are no whole number of"
              .formatted(spec.name(), DataTypes.name(spec.type()), bytes));
    }
    return new BinaryInput(spec, deduce(spec, bytes / spec.type().bytes()), bytes);
  }

  private static Shape deduce(TensorSpec spec, long elements) {
    if (!spec.shape().isRanked()) {
      throw undecided(spec);
    }
    long[] dimensions = spec.shape().dimensions();
    int free = 0;
    long fixed = 1;
    for (long dimension : dimensions) {
      free += dimension == Shape.FREE ? 1 : 0;
      fixed *= dimension == Shape.FREE ? 1 : dimension;
    }
    if (free > 1 && dimensions[0] == Shape.FREE) {
      dimensions[0] = 1;
      free--;
    }
    if (free > 1 || (free == 1 && fixed == 0)) {
      throw undecided(spec);
    }
    if (free == 0 ? elements != fixed : elements % fixed != 0) {
      throw new InvalidInputException(
          "Input '%s' of shape %s does not take %d elements"
              .formatted(spec.name(), spec.shape(), elements));
    }
    for (int i = 0; i < dimensions.length; i++) {
      dimensions[i] = dimensions[i] == Shape.FREE ? elements / fixed : dimensions[i];
    }
    return Shape.of(dimensions);
  }

  private static InvalidInputException undecided(TensorSpec spec) {
    return new InvalidInputException(
        "The shape %s of input '%s' does not follow from the body's length; send JSON before it"
            .formatted(spec.shape(), spec.name()));
  }
}
