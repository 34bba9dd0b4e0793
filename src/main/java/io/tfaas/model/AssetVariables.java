package io.tfaas.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.tensorflow.proto.NodeDef;

/**
 * Variables of the graph itself of which it is plain what is assigned to them: exporters keep the
 * names of assets in such.
 */
final class AssetVariables {

  private static final String VARIABLE = "VarHandleOp";
  private static final String ASSIGNS = "AssignVariableOp";
  private static final Set<String> READS =
      Set.of("ReadVariableOp", "VarIsInitializedOp", "DisableCopyOnRead");

  private final GraphIndex graph;

  AssetVariables(GraphIndex graph) {
    this.graph = graph;
  }

  /**
   * The nodes that assign the variable that a node reads, at least one; empty where the variable
   * goes to a function, or another node could mean the same one.
   */
  Optional<List<NodeDef>> assignments(NodeDef read) {
    NodeDef variable =
        read.getInputCount() == 0 ? null : graph.nodes().get(GraphIndex.nodeOf(read.getInput(0)));
    if (variable == null
        || !variable.getOp().equals(VARIABLE)
        || !isOnlyOne(sharedName(variable))) {
      return Optional.empty();
    }
    List<NodeDef> assignments = new ArrayList<>();
    for (NodeDef user : graph.nodes().values()) {
      if (user.getInputList().stream()
          .map(GraphIndex::nodeOf)
          .anyMatch(variable.getName()::equals)) {
        if (user.getOp().equals(ASSIGNS)) {
          assignments.add(user);
        } else if (!READS.contains(user.getOp())) {
          return Optional.empty();
        }
      }
    }
    return assignments.isEmpty() ? Optional.empty() : Optional.of(assignments);
  }

  /* A variable is known by its shared name, and without one by its node's, which a call changes. */
  private boolean isOnlyOne(String sharedName) {
    Stream<NodeDef> inFunctions =
        graph.functions().flatMap(function -> function.getNodeDefList().stream());
    return !sharedName.isEmpty()
        && Stream.concat(graph.nodes().values().stream(), inFunctions)
                .filter(node -> node.getOp().equals(VARIABLE))
                .map(AssetVariables::sharedName)
                .filter(name -> name.isEmpty() || name.equals(sharedName))
                .count()
            == 1;
  }

  private static String sharedName(NodeDef variable) {
    return variable.containsAttr("shared_name")
        ? variable.getAttrOrThrow("shared_name").getS().toStringUtf8()
        : "";
  }
}
