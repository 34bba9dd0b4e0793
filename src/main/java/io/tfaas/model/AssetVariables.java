package io.tfaas.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.NodeDef;

/**
 * Variables of the graph itself of which it is plain what is assigned to them: exporters keep the
 * names of assets in such.
 */
final class AssetVariables {

  private static final Set<String> READS =
      Set.of("ReadVariableOp", "VarIsInitializedOp", "DisableCopyOnRead");

  private final GraphIndex graph;
  private final Map<String, List<NodeDef>> users = new HashMap<>();
  private final Map<String, Integer> handles = new HashMap<>();

  AssetVariables(GraphIndex graph) {
    this.graph = graph;
    for (NodeDef node : graph.nodes().values()) {
      countHandle(node);
      node.getInputList().stream()
          .map(GraphIndex::nodeOf)
          .distinct()
          .filter(input -> isVariable(graph.nodes().get(input)))
          .forEach(input -> users.computeIfAbsent(input, name -> new ArrayList<>()).add(node));
    }
    graph
        .functions()
        .flatMap(function -> function.getNodeDefList().stream())
        .forEach(this::countHandle);
  }

  private void countHandle(NodeDef node) {
    if (isVariable(node)) {
      handles.merge(sharedName(node), 1, Integer::sum);
    }
  }

  /** The node of the graph's variable that a node reads. */
  Optional<NodeDef> readBy(NodeDef read) {
    return Optional.of(read)
        .filter(node -> node.getInputCount() > 0)
        .map(node -> graph.nodes().get(GraphIndex.nodeOf(node.getInput(0))))
        .filter(AssetVariables::isVariable);
  }

  /**
   * The nodes that assign the variable; none where the variable goes to a function, or another node
   * could mean the same one.
   */
  List<NodeDef> assignments(NodeDef variable) {
    List<NodeDef> all = users.getOrDefault(variable.getName(), List.of());
    boolean plain =
        all.stream().allMatch(user -> READS.contains(user.getOp()) || isAssignment(user));
    return plain && isOnlyOne(sharedName(variable))
        ? all.stream().filter(AssetVariables::isAssignment).toList()
        : List.of();
  }

  /* A variable is known by its shared name, and without one by its node's, which a call changes. */
  private boolean isOnlyOne(String sharedName) {
    return !sharedName.isEmpty()
        && handles.getOrDefault(sharedName, 0) == 1
        && !handles.containsKey("");
  }

  private static boolean isAssignment(NodeDef node) {
    return node.getOp().equals("AssignVariableOp");
  }

  private static boolean isVariable(@Nullable NodeDef node) {
    return node != null && node.getOp().equals("VarHandleOp");
  }

  private static String sharedName(NodeDef variable) {
    return variable.containsAttr("shared_name")
        ? variable.getAttrOrThrow("shared_name").getS().toStringUtf8()
        : "";
  }
}
