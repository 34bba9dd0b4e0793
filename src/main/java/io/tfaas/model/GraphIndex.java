package io.tfaas.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/** A graph's nodes and functions by name, and what is run when some of its nodes are. */
final class GraphIndex {

  /** Where an operation stands: in a function, or in the graph itself, whose name is empty. */
  record Place(String function, String node, String operation) {

    static Place of(String function, NodeDef node) {
      return new Place(function, node.getName(), node.getOp());
    }
  }

  private final GraphDef graph;
  private final Map<String, NodeDef> nodes = new HashMap<>();
  private final Map<String, FunctionDef> functions = new HashMap<>();
  private final Map<String, String> gradients = new HashMap<>();

  GraphIndex(GraphDef graph) {
    this.graph = graph;
    graph.getNodeList().forEach(node -> nodes.put(node.getName(), node));
    graph
        .getLibrary()
        .getFunctionList()
        .forEach(function -> functions.put(function.getSignature().getName(), function));
    graph
        .getLibrary()
        .getGradientList()
        .forEach(gradient -> gradients.put(gradient.getFunctionName(), gradient.getGradientFunc()));
  }

  /** Every operation of the graph and of its functions, also of those that nothing calls. */
  Stream<Place> all() {
    return Stream.concat(
        graph.getNodeList().stream().map(node -> Place.of("", node)),
        functions().flatMap(GraphIndex::places));
  }

  Stream<FunctionDef> functions() {
    return graph.getLibrary().getFunctionList().stream();
  }

  private static Stream<Place> places(FunctionDef function) {
    String name = function.getSignature().getName();
    return function.getNodeDefList().stream().map(node -> Place.of(name, node));
  }

  Optional<FunctionDef> function(String name) {
    return Optional.ofNullable(functions.get(name));
  }

  Map<String, NodeDef> nodes() {
    return nodes;
  }

  /**
   * The operations that are run when these nodes are, those of the functions they call included.
   */
  Set<Place> reachedFrom(Collection<String> names) {
    return reachedFrom(names, List.of());
  }

  /** The same, where these functions are called besides. */
  Set<Place> reachedFrom(Collection<String> names, Collection<String> called) {
    Set<Place> reached = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(called);
    for (NodeDef node : nodesBehind(names)) {
      reached.add(Place.of("", node));
      open.addAll(functionsOf(node));
    }
    Set<String> seen = new HashSet<>();
    while (!open.isEmpty()) {
      String name = open.pop();
      FunctionDef function = functions.get(name);
      if (function != null && seen.add(name)) {
        open.addAll(defaultsOf(function));
        /* A function's inputs are names of its own, and all its nodes count as run anyway. */
        places(function).forEach(reached::add);
        function.getNodeDefList().forEach(node -> open.addAll(functionsOf(node)));
      }
    }
    return reached;
  }

  /** These nodes of the graph itself, and those that they wait for. */
  List<NodeDef> nodesBehind(Collection<String> names) {
    List<NodeDef> behind = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(names);
    while (!open.isEmpty()) {
      String name = nodeOf(open.pop());
      NodeDef node = nodes.get(name);
      if (node != null && seen.add(name)) {
        behind.add(node);
        open.addAll(node.getInputList());
      }
    }
    return behind;
  }

  /** The node that an input or the name of a tensor means. */
  static String nodeOf(String input) {
    int begin = input.startsWith("^") ? 1 : 0;
    int colon = input.indexOf(':');
    return input.substring(begin, colon < 0 ? input.length() : colon);
  }

  /** Whatever may be a function that the node calls, or the gradient of one. */
  List<String> functionsOf(NodeDef node) {
    return functionsIn(List.of(node.getOp()), node.getAttrMap().values());
  }

  /** The functions that a function may call where its caller names no other. */
  List<String> defaultsOf(FunctionDef function) {
    return functionsIn(
        List.of(),
        Stream.concat(
                function.getSignature().getAttrList().stream().map(OpDef.AttrDef::getDefaultValue),
                function.getAttrMap().values().stream())
            .toList());
  }

  private List<String> functionsIn(List<String> first, Collection<AttrValue> attributes) {
    List<String> names = new ArrayList<>(first);
    Deque<AttrValue> open = new ArrayDeque<>(attributes);
    while (!open.isEmpty()) {
      AttrValue value = open.pop();
      Stream.concat(Stream.of(value.getFunc()), value.getList().getFuncList().stream())
          .forEach(
              function -> {
                names.add(function.getName());
                open.addAll(function.getAttrMap().values());
              });
    }
    names.addAll(names.stream().map(gradients::get).filter(Objects::nonNull).toList());
    return names;
  }
}
