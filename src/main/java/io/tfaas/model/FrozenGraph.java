package io.tfaas.model;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tfaas.error.InvalidModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/** Where a frozen graph lies in its folder, and which of its nodes take and give. */
final class FrozenGraph {

  record Nodes(String input, String output) {}

  private FrozenGraph() {}

  /** The file that params name, else the only {@code .pb} file. */
  static Path file(StoredModel stored) throws IOException {
    Path named =
        FileName.in(
            stored.folder(), lastElement(stored.params().model()), "'model' of params.json");
    if (Files.isRegularFile(named)) {
      return named;
    }
    try (Stream<Path> files = Files.list(stored.folder())) {
      List<Path> graphs = files.filter(file -> file.toString().endsWith(".pb")).toList();
      if (graphs.size() != 1) {
        throw new InvalidModelException(
            "The model has no graph file; expected saved_model.pb, or a frozen graph that"
                + " params.json names as 'model'");
      }
      return graphs.get(0);
    }
  }

  private static String lastElement(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /**
   * Parses a graph.
   *
   * @throws InvalidModelException when it has no nodes
   */
  static GraphDef parse(byte[] bytes) throws InvalidProtocolBufferException {
    GraphDef graph = GraphDef.parseFrom(bytes);
    if (graph.getNodeCount() == 0) {
      throw new InvalidModelException("The model's graph has no nodes");
    }
    return graph;
  }

  /** The nodes that params name; one they leave out must be the only one it can be. */
  static Nodes nodes(ModelParams params, GraphDef graph) {
    String input = firstOf(params.inputNode(), params.inputName());
    String output = firstOf(params.outputNode(), params.outputName());
    return new Nodes(
        input.isEmpty() ? only("input_node", placeholders(graph)) : input,
        output.isEmpty() ? only("output_node", leaves(graph)) : output);
  }

  private static String firstOf(String node, String name) {
    return node.isEmpty() ? name : node;
  }

  private static List<String> placeholders(GraphDef graph) {
    return graph.getNodeList().stream()
        .filter(node -> node.getOp().equals("Placeholder"))
        .map(NodeDef::getName)
        .toList();
  }

  private static List<String> leaves(GraphDef graph) {
    Set<String> used = new HashSet<>();
    for (NodeDef node : graph.getNodeList()) {
      node.getInputList()
          .forEach(input -> used.add(input.replaceFirst("^\\^", "").split(":", 2)[0]));
    }
    return graph.getNodeList().stream()
        .filter(node -> !used.contains(node.getName()) && !node.getOp().equals("NoOp"))
        .map(NodeDef::getName)
        .toList();
  }

  private static String only(String field, List<String> candidates) {
    if (candidates.size() != 1) {
      throw new InvalidModelException(
          "params.json names no %s, and the graph has %d nodes that could be it"
              .formatted(field, candidates.size()));
    }
    return candidates.get(0);
  }
}
