package io.tfaas.tensor;

/** What tests see of TensorFlow's memory. */
public final class OpenTensors {

  private OpenTensors() {}

  /** How many tensors in TensorFlow's memory are not closed. */
  public static long count() {
    return NativeTensor.open();
  }
}
