package io.tfaas.model;

import com.google.protobuf.Message;
import io.tfaas.tensor.Shape;
import io.tfaas.tensor.TensorSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/** The {@code SignatureDef} of a signature whose model has none written down. */
final class SignatureDefinitions {

  private SignatureDefinitions() {}

  /** The definition of a signature whose inputs and outputs are named by their nodes. */
  static Map<String, Message> of(Signature signature) {
    return Map.of(
        signature.name(),
        SignatureDef.newBuilder()
            .putAllInputs(tensors(signature.inputs()))
            .putAllOutputs(tensors(signature.outputs()))
            .setMethodName(signature.method())
            .build());
  }

  private static Map<String, TensorInfo> tensors(List<TensorSpec> specs) {
    Map<String, TensorInfo> tensors = new HashMap<>();
    for (TensorSpec spec : specs) {
      tensors.put(
          spec.name(),
          TensorInfo.newBuilder()
              .setName(spec.name().contains(":") ? spec.name() : spec.name() + ":0")
              .setDtypeValue(spec.type().code())
              .setTensorShape(shape(spec.shape()))
              .build());
    }
    return tensors;
  }

  private static TensorShapeProto shape(Shape shape) {
    TensorShapeProto.Builder proto =
        TensorShapeProto.newBuilder().setUnknownRank(!shape.isRanked());
    for (long size : shape.dimensions()) {
      proto.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    return proto.build();
  }
}
