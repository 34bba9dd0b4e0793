package io.tfaas.testing;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/** Graphs written down node by node, also such as no exporter would make. */
public final class GraphProtos {

  private GraphProtos() {}

  public static NodeDef node(String name, String operation, String... inputs) {
    return NodeDef.newBuilder().setName(name).setOp(operation).addAllInput(List.of(inputs)).build();
  }

  /** A node that calls a function. */
  public static NodeDef call(String name, String function, String... inputs) {
    return node(name, "StatefulPartitionedCall", inputs).toBuilder()
        .putAttr(
            "f",
            AttrValue.newBuilder().setFunc(NameAttrList.newBuilder().setName(function)).build())
        .build();
  }

  public static NodeDef variable(String name, String sharedName) {
    return node(name, "VarHandleOp").toBuilder()
        .putAttr(
            "shared_name", AttrValue.newBuilder().setS(ByteString.copyFromUtf8(sharedName)).build())
        .build();
  }

  public static FunctionDef function(String name, List<String> arguments, NodeDef... nodes) {
    FunctionDef.Builder function = FunctionDef.newBuilder().addAllNodeDef(List.of(nodes));
    function.getSignatureBuilder().setName(name);
    arguments.forEach(
        argument -> function.getSignatureBuilder().addInputArgBuilder().setName(argument));
    return function.build();
  }

  public static GraphDef graph(List<NodeDef> nodes, FunctionDef... functions) {
    GraphDef.Builder graph = GraphDef.newBuilder().addAllNode(nodes);
    graph.getLibraryBuilder().addAllFunction(List.of(functions));
    return graph.build();
  }

  /** A graph for serving whose one signature ends at a node. */
  public static MetaGraphDef.Builder metaGraph(GraphDef graph, String output) {
    MetaGraphDef.Builder metaGraph =
        MetaGraphDef.newBuilder()
            .setGraphDef(graph)
            .putSignatureDef("serving_default", signature("y", output));
    metaGraph.getMetaInfoDefBuilder().addTags("serve");
    return metaGraph;
  }

  public static SignatureDef signature(String name, String tensor) {
    return SignatureDef.newBuilder()
        .putOutputs(name, TensorInfo.newBuilder().setName(tensor).build())
        .build();
  }

  /** Writes saved_model.pb into a folder, which is made. */
  public static void write(Path folder, MetaGraphDef... metaGraphs) {
    SavedModel model =
        SavedModel.newBuilder()
            .setSavedModelSchemaVersion(1)
            .addAllMetaGraphs(List.of(metaGraphs))
            .build();
    try {
      Files.createDirectories(folder);
      Files.write(folder.resolve("saved_model.pb"), model.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
