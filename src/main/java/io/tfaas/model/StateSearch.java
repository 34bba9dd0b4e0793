package io.tfaas.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/** Tells whether calling a signature would change what the graph keeps between calls. */
final class StateSearch {

  /* Operations that write variables, queues, stacks, tables or barriers. */
  private static final Pattern WRITES =
      Pattern.compile(
          "(Assign|Scatter(Add|Sub|Mul|Div|Min|Max|Update|Nd(Add|Sub|Max|Min|Update))$|Resource(Apply|"
              + "Sparse|Scatter|Strided|Accumulator)|(Sparse)?Apply|CountUpTo|Queue|Stack(Push|Pop)|LookupTable"
              + "(Insert|Remove|Import)|Barrier|Stage|Unstage|MapStage|TemporaryVariable|Iterator).*");

  private final Map<String, NodeDef> nodes = new HashMap<>();
  private final Map<String, FunctionDef> functions = new HashMap<>();

  StateSearch(GraphDef graph) {
    graph.getNodeList().forEach(node -> nodes.put(node.getName(), node));
    graph
        .getLibrary()
        .getFunctionList()
        .forEach(function -> functions.put(function.getSignature().getName(), function));
  }

  /** Whether one of the operations behind the signature's outputs writes state. */
  boolean isReachedFrom(BoundSignature bound) {
    Set<String> seen = new HashSet<>();
    Deque<NodeDef> open = new ArrayDeque<>();
    bound.outputNodes().forEach(name -> visit(name, seen, open));
    Deque<NodeDef> bodies = new ArrayDeque<>();
    Set<String> seenFunctions = new HashSet<>();
    while (!open.isEmpty() || !bodies.isEmpty()) {
      boolean inBody = open.isEmpty();
      NodeDef node = inBody ? bodies.pop() : open.pop();
      if (WRITES.matcher(node.getOp()).matches()) {
        return true;
      }
      /* A function's inputs are names of its own, and all its nodes are looked at anyway. */
      if (!inBody) {
        node.getInputList().forEach(input -> visit(input, seen, open));
      }
      functionsOf(node).stream()
          .filter(seenFunctions::add)
          .map(functions::get)
          .filter(function -> function != null)
          .forEach(function -> bodies.addAll(function.getNodeDefList()));
    }
    return false;
  }

  private void visit(String input, Set<String> seen, Deque<NodeDef> open) {
    String name = input.replaceFirst("^\\^", "").split(":", 2)[0];
    NodeDef node = nodes.get(name);
    if (node != null && seen.add(name)) {
      open.push(node);
    }
  }

  private static List<String> functionsOf(NodeDef node) {
    Deque<String> names = new ArrayDeque<>();
    names.add(node.getOp());
    for (AttrValue value : node.getAttrMap().values()) {
      if (value.hasFunc()) {
        names.add(value.getFunc().getName());
      }
      value.getList().getFuncList().forEach(function -> names.add(function.getName()));
    }
    return List.copyOf(names);
  }
}
