package io.tfaas.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/** A SavedModel without variables that a test makes: a graph, and signatures of one input each. */
public final class GraphModel implements AutoCloseable {

  private final Graph graph = new Graph();
  private final Ops ops = Ops.create(graph);
  private final Map<String, SignatureDef> signatures = new LinkedHashMap<>();

  /** What adds to the graph. */
  public Ops ops() {
    return ops;
  }

  /** An input of float32, -1 being a free dimension. */
  public Placeholder<TFloat32> floats(long... dimensions) {
    return input(TFloat32.class, dimensions);
  }

  public <T extends TType> Placeholder<T> input(Class<T> type, long... dimensions) {
    return ops.placeholder(type, Placeholder.shape(Shape.of(dimensions)));
  }

  /** Adds a signature of the input {@code x} and the output {@code y}. */
  public GraphModel signature(String name, Operand<?> x, Operand<?> y) {
    return signature(name, x, Map.of("y", y));
  }

  /** Adds a signature of the input {@code x} and these outputs. */
  public GraphModel signature(
      String name, Operand<?> x, Map<String, ? extends Operand<?>> outputs) {
    SignatureDef.Builder definition =
        SignatureDef.newBuilder()
            .putInputs("x", info(x.asOutput()))
            .setMethodName("tensorflow/serving/predict");
    outputs.forEach((output, operand) -> definition.putOutputs(output, info(operand.asOutput())));
    signatures.put(name, definition.build());
    return this;
  }

  private static TensorInfo info(Output<?> output) {
    return TensorInfo.newBuilder()
        .setName(output.op().name() + ":" + output.index())
        .setDtypeValue(output.dataType().getNumber())
        .setTensorShape(shape(output.shape()))
        .build();
  }

  private static TensorShapeProto shape(Shape shape) {
    TensorShapeProto.Builder proto = TensorShapeProto.newBuilder();
    if (shape.isUnknown()) {
      return proto.setUnknownRank(true).build();
    }
    LongStream.of(shape.asArray()).forEach(length -> proto.addDimBuilder().setSize(length));
    return proto.build();
  }

  /** Writes the model as the only file of a folder, which is made. */
  public void write(Path folder) {
    MetaGraphDef.Builder metaGraph = MetaGraphDef.newBuilder().setGraphDef(graph.toGraphDef());
    metaGraph.getMetaInfoDefBuilder().addTags("serve");
    metaGraph.putAllSignatureDef(signatures);
    SavedModel model =
        SavedModel.newBuilder().setSavedModelSchemaVersion(1).addMetaGraphs(metaGraph).build();
    try {
      Files.createDirectories(folder);
      Files.write(folder.resolve("saved_model.pb"), model.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    graph.close();
  }
}
