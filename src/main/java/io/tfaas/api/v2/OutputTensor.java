package io.tfaas.api.v2;

import io.tfaas.tensor.ElementType;
import io.tfaas.tensor.Elements;
import io.tfaas.tensor.Shape;
import io.tfaas.tensor.Tensor;

/**
 * An output in the form the reply has it.
 *
 * @param data elements for JSON, bytes for after it
 */
record OutputTensor(String name, String datatype, Shape shape, Data data) {

  /** The data of an output. */
  sealed interface Data {

    /** An array in the JSON. */
    record Json(Elements elements) implements Data {}

    /** Bytes after the JSON. */
    record Binary(BinaryData bytes) implements Data {}
  }

  /** The tensor, which must not be closed before the output is written. */
  static OutputTensor of(String name, Tensor tensor, boolean binary) {
    String datatype = DataTypes.name(tensor.type());
    if (!binary) {
      return new OutputTensor(
          name,
          datatype,
          tensor.shape(),
          new Data.Json(JsonData.writable(name, Elements.of(tensor))));
    }
    BinaryData bytes =
        tensor.type() == ElementType.STRING
            ? new BinaryData.Strings((Elements.Strings) Elements.of(tensor))
            : new BinaryData.Numbers(tensor.data());
    return new OutputTensor(name, datatype, tensor.shape(), new Data.Binary(bytes));
  }

  /** Strings in place of a tensor. */
  static OutputTensor of(String name, Elements.Strings strings, boolean binary) {
    Data data = binary ? new Data.Binary(new BinaryData.Strings(strings)) : new Data.Json(strings);
    return new OutputTensor(name, DataTypes.name(ElementType.STRING), strings.shape(), data);
  }
}
