package io.tfaas.api.v2;

import io.tfaas.model.ModelVersion;
import io.tfaas.model.Signature;
import io.tfaas.tensor.TensorSpec;
import java.util.List;
import java.util.stream.LongStream;

/**
 * What the protocol tells of a model.
 *
 * @param versions that are served, oldest first
 */
record ModelMetadata(
    String name,
    List<String> versions,
    String platform,
    List<TensorMetadata> inputs,
    List<TensorMetadata> outputs) {

  private static final String PLATFORM = "tensorflow_savedmodel";

  /**
   * @param shape -1 for a dimension of any length; empty where the rank is not known too
   */
  record TensorMetadata(String name, String datatype, List<Long> shape) {

    static TensorMetadata of(TensorSpec spec) {
      return new TensorMetadata(
          spec.name(),
          DataTypes.name(spec.type()),
          LongStream.of(spec.shape().dimensions()).boxed().toList());
    }
  }

  ModelMetadata {
    versions = List.copyOf(versions);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  static ModelMetadata of(ModelVersion version, List<Long> versions) {
    Signature signature = Inference.signature(version).signature();
    return new ModelMetadata(
        version.name().value(),
        versions.stream().sorted().map(String::valueOf).toList(),
        PLATFORM,
        signature.inputs().stream().map(TensorMetadata::of).toList(),
        signature.outputs().stream().map(TensorMetadata::of).toList());
  }
}
