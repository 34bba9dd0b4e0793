package io.tfaas.api.v2;

import io.tfaas.error.InvalidInputException;
import io.tfaas.tensor.ElementType;
import io.tfaas.tensor.Shape;
import io.tfaas.tensor.TensorSpec;

/**
 * An input whose data come after the JSON.
 *
 * @param spec what the model says of it
 * @param shape as the request gives it
 * @param size bytes of its data
 */
record BinaryInput(TensorSpec spec, Shape shape, long size) {

  /* Of each string: its length. */
  private static final int LEAST_STRING = Integer.BYTES;

  /** Refuses a size that cannot be that of the shape, before anything is read or allocated. */
  BinaryInput {
    long elements = shape.elements();
    if (size > Integer.MAX_VALUE || elements > Integer.MAX_VALUE) {
      throw new InvalidInputException(
          "Input '" + spec.name() + "' is too large: 2 GiB is the limit");
    }
    if (spec.type() == ElementType.STRING) {
      if (size < elements * LEAST_STRING) {
        throw new InvalidInputException(
            "Input '%s' has binary_data_size %d; its shape %s takes %d strings of 4 bytes and more"
                .formatted(spec.name(), size, shape, elements));
      }
    } else if (size != elements * spec.type().bytes()) {
      throw new InvalidInputException(
          "Input '%s' has binary_data_size %d, its shape %s takes %d bytes of %s"
              .formatted(
                  spec.name(),
                  size,
                  shape,
                  elements * spec.type().bytes(),
                  DataTypes.name(spec.type())));
    }
  }
}
