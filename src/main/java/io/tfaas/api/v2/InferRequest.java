package io.tfaas.api.v2;

import io.tfaas.tensor.NamedTensors;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A request to infer.
 *
 * @param id that the reply repeats
 * @param inputs a tensor for each of the model's; whoever has the request closes them
 * @param outputs what the reply is to have, in this order
 * @param timeout from the request's coming to its reply
 */
record InferRequest(
    Optional<String> id, NamedTensors inputs, List<RequestedOutput> outputs, Duration timeout) {

  /** The timeout of a request that gives none. */
  static final Duration NO_TIMEOUT = Duration.ofSeconds(Long.MAX_VALUE);

  InferRequest {
    outputs = List.copyOf(outputs);
  }

  /** Whether the first dimensions of all inputs are equal. */
  boolean hasSameRows() {
    return inputs.names().stream()
            .map(name -> inputs.require(name).shape().dimension(0))
            .distinct()
            .count()
        <= 1;
  }

  /** The largest first dimension of the inputs; 0 where none has dimensions. */
  long rows() {
    return inputs.names().stream()
        .map(name -> inputs.require(name).shape())
        .mapToLong(shape -> shape.rank() == 0 ? 0 : shape.dimension(0))
        .max()
        .orElse(0);
  }
}
