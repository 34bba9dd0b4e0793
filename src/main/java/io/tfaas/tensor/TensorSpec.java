package io.tfaas.tensor;

import static java.util.Objects.requireNonNull;

import io.tfaas.error.InvalidInputException;

/** What a signature says of one input or output: its name, element type and shape. */
public record TensorSpec(String name, ElementType type, Shape shape) {

  private static final int LEAST_RANK_OF_IMAGES = 3;

  public TensorSpec {
    requireNonNull(name, "name is null");
    requireNonNull(type, "type is null");
    requireNonNull(shape, "shape is null");
  }

  /**
   * Compares a request's shape with the model's.
   *
   * @throws InvalidInputException when the model does not take it
   */
  public void requireFits(Shape given) {
    boolean fits = !shape.isRanked() || shape.rank() == given.rank();
    for (int i = 0; fits && shape.isRanked() && i < shape.rank(); i++) {
      fits = shape.dimension(i) == Shape.FREE || shape.dimension(i) == given.dimension(i);
    }
    if (!fits) {
      throw misfit(given);
    }
  }

  /**
   * Compares the number of dimensions where it is that of images or sequences: TensorFlow's kernels
   * for these end the process if it is another. Of fewer dimensions graphs take what TensorFlow
   * Serving lets them take, whatever the signature says.
   *
   * @throws InvalidInputException when the number is not the model's
   */
  public void requireSafeRank(Shape given) {
    if (shape.isRanked() && shape.rank() >= LEAST_RANK_OF_IMAGES && shape.rank() != given.rank()) {
      throw misfit(given);
    }
  }

  private InvalidInputException misfit(Shape given) {
    return new InvalidInputException(
        "Input '%s' takes the shape %s (?: any length), the request gives %s"
            .formatted(name, shape, given));
  }
}
