package io.tfaas.model;

import io.tfaas.model.GraphIndex.Place;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/**
 * Follows the names of files through a graph, from the tensors that TensorFlow's loader feeds to
 * the operations that open them: what opens any other file is foreign.
 */
final class LoadedFiles {

  private static final Set<String> CALLS = Set.of("PartitionedCall", "StatefulPartitionedCall");
  private static final int MAX_DEPTH = 64;

  /* Functions can call one another in more ways than could ever be followed; then none is believed. */
  private static final int MAX_CALLS = 10_000;

  /** The nodes of the graph or of a function, and those of its tensors that the loader fed. */
  private record Scope(String function, Map<String, NodeDef> nodes, Set<String> given) {}

  private record Called(String function, Set<String> given) {}

  private final GraphIndex graph;
  private final AssetVariables variables;
  private final Map<String, Integer> fileInputs;
  private final Set<Place> foreign = new LinkedHashSet<>();
  private final Set<Called> called = new HashSet<>();
  private final Map<String, Boolean> heldGiven = new HashMap<>();
  private boolean lost;

  private LoadedFiles(GraphIndex graph, Map<String, Integer> fileInputs) {
    this.graph = graph;
    this.variables = new AssetVariables(graph);
    this.fileInputs = fileInputs;
  }

  /**
   * The operations that open files of other names than the given ones when these nodes are run.
   *
   * @param given the names of the tensors that the loader feeds
   * @param fileInputs the operations that may open them, and which of their inputs is the name
   */
  static Set<Place> foreign(
      GraphIndex graph,
      Collection<String> roots,
      Set<String> given,
      Map<String, Integer> fileInputs) {
    LoadedFiles files = new LoadedFiles(graph, fileInputs);
    Set<String> tensors = given.stream().map(LoadedFiles::tensor).collect(Collectors.toSet());
    files.walk(new Scope("", graph.nodes(), tensors), graph.nodesBehind(roots), 0);
    return files.lost ? graph.all().collect(Collectors.toSet()) : files.foreign;
  }

  private void walk(Scope scope, List<NodeDef> run, int depth) {
    for (NodeDef node : run) {
      Integer input = fileInputs.get(node.getOp());
      if (input == null || !isGiven(node, input, scope, 0)) {
        foreign.add(Place.of(scope.function(), node));
      }
      call(node, scope, depth);
    }
  }

  private void call(NodeDef node, Scope scope, int depth) {
    boolean byPosition = CALLS.contains(node.getOp());
    for (String name : graph.functionsOf(node)) {
      graph
          .function(name)
          .ifPresent(
              function ->
                  enter(function, byPosition ? given(node, function, scope) : Set.of(), depth));
    }
  }

  private void enter(FunctionDef function, Set<String> given, int depth) {
    if (depth > MAX_DEPTH || called.size() > MAX_CALLS) {
      lost = true;
    } else if (called.add(new Called(function.getSignature().getName(), given))) {
      walk(scope(function, given), function.getNodeDefList(), depth + 1);
      for (String name : graph.defaultsOf(function)) {
        graph.function(name).ifPresent(other -> enter(other, Set.of(), depth + 1));
      }
    }
  }

  private Set<String> given(NodeDef call, FunctionDef function, Scope scope) {
    List<OpDef.ArgDef> arguments = function.getSignature().getInputArgList();
    return IntStream.range(0, arguments.size())
        .filter(i -> isGiven(call, i, scope, 0))
        .mapToObj(i -> tensor(arguments.get(i).getName()))
        .collect(Collectors.toCollection(java.util.TreeSet::new));
  }

  private static Scope scope(FunctionDef function, Set<String> given) {
    Map<String, NodeDef> nodes = new HashMap<>();
    function.getNodeDefList().forEach(node -> nodes.put(node.getName(), node));
    return new Scope(function.getSignature().getName(), nodes, given);
  }

  private boolean isGiven(NodeDef node, int index, Scope scope, int depth) {
    if (index >= node.getInputCount() || depth > MAX_DEPTH) {
      return false;
    }
    String input = node.getInput(index);
    if (scope.given().contains(tensor(input))) {
      return true;
    }
    NodeDef source = scope.nodes().get(GraphIndex.nodeOf(input));
    if (source == null || input.startsWith("^")) {
      return false;
    }
    return switch (source.getOp()) {
      case "Identity" -> isGiven(source, 0, scope, depth + 1);
      case "ReadVariableOp" -> scope.function().isEmpty() && holdsGiven(source, scope, depth);
      default -> false;
    };
  }

  /* Looked at once: variables may be assigned from one another, in rings too. */
  private boolean holdsGiven(NodeDef read, Scope scope, int depth) {
    Optional<NodeDef> variable = variables.readBy(read);
    if (variable.isEmpty()) {
      return false;
    }
    String name = variable.get().getName();
    Boolean known = heldGiven.putIfAbsent(name, false);
    if (known != null) {
      return known;
    }
    List<NodeDef> assignments = variables.assignments(variable.get());
    boolean holds =
        !assignments.isEmpty()
            && assignments.stream().allMatch(node -> isGiven(node, 1, scope, depth + 1));
    heldGiven.put(name, holds);
    return holds;
  }

  private static String tensor(String name) {
    return name.contains(":") ? name : name + ":0";
  }
}
