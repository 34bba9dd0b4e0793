package io.tfaas.model;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.tensorflow.proto.AssetFileDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.TensorInfo;

/**
 * Which nodes of a graph are run and when, as names of nodes or tensors.
 *
 * @param requests run for requests
 * @param start run once when the model is loaded, to fill tables
 * @param restore run before that, to read the variables
 * @param assets tensors that hold names of the model's own files at the start
 * @param checkpoint tensors that hold the name of the model's own variables in restore
 */
record GraphRuns(
    Set<String> requests,
    Set<String> start,
    Set<String> restore,
    Set<String> assets,
    Set<String> checkpoint) {

  private static final List<String> START_COLLECTIONS =
      List.of("saved_model_main_op", "legacy_init_op", "saved_model_init_op");

  GraphRuns {
    requests = Set.copyOf(requests);
    start = Set.copyOf(start);
    restore = Set.copyOf(restore);
    assets = Set.copyOf(assets);
    checkpoint = Set.copyOf(checkpoint);
  }

  /** A graph that is run up to this node, and nothing else of it. */
  static GraphRuns of(FrozenGraph.Nodes nodes) {
    return new GraphRuns(Set.of(nodes.output()), Set.of(), Set.of(), Set.of(), Set.of());
  }

  /** As TensorFlow's loader and this server run the graph of a SavedModel. */
  static GraphRuns of(MetaGraphDef metaGraph, ModelParams params)
      throws InvalidProtocolBufferException {
    Set<String> requests = new HashSet<>(List.of(params.outputName(), params.outputNode()));
    Set<String> start = new HashSet<>();
    metaGraph
        .getSignatureDefMap()
        .forEach(
            (name, signature) ->
                signature.getOutputsMap().values().stream()
                    .flatMap(GraphRuns::tensors)
                    .forEach(name.equals(ModelLoader.INIT_SIGNATURE) ? start::add : requests::add));
    for (String collection : START_COLLECTIONS) {
      if (metaGraph.containsCollectionDef(collection)) {
        start.addAll(metaGraph.getCollectionDefOrThrow(collection).getNodeList().getValueList());
      }
    }
    Set<String> assets = new HashSet<>();
    assets(metaGraph).forEach(asset -> assets.add(asset.getTensorInfo().getName()));
    return new GraphRuns(
        requests,
        start,
        Set.of(metaGraph.getSaverDef().getRestoreOpName()),
        assets,
        Set.of(metaGraph.getSaverDef().getFilenameTensorName()));
  }

  /** The files that the loader looks for in the model's folder of assets. */
  static List<AssetFileDef> assets(MetaGraphDef metaGraph) throws InvalidProtocolBufferException {
    List<AssetFileDef> assets = new ArrayList<>(metaGraph.getAssetFileDefList());
    if (assets.isEmpty() && metaGraph.containsCollectionDef("saved_model_assets")) {
      for (Any any :
          metaGraph.getCollectionDefOrThrow("saved_model_assets").getAnyList().getValueList()) {
        assets.add(AssetFileDef.parseFrom(any.getValue()));
      }
    }
    return assets;
  }

  private static Stream<String> tensors(TensorInfo info) {
    TensorInfo.CooSparse sparse = info.getCooSparse();
    return Stream.concat(
        Stream.of(
            info.getName(),
            sparse.getValuesTensorName(),
            sparse.getIndicesTensorName(),
            sparse.getDenseShapeTensorName()),
        info.getCompositeTensor().getComponentsList().stream().flatMap(GraphRuns::tensors));
  }
}
