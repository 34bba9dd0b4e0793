package io.tfaas.model;

import io.tfaas.tensor.Tensor;
import java.util.List;

/** Tensors in a signature's order, closed together. */
record TensorList(List<Tensor> tensors) implements AutoCloseable {

  /** Copies of one row of each. */
  TensorList row(int row) {
    return new TensorList(tensors.stream().map(tensor -> tensor.copyOfRows(row, 1)).toList());
  }

  @Override
  public void close() {
    tensors.forEach(Tensor::close);
  }
}
