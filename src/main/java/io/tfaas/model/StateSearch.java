package io.tfaas.model;

import java.util.regex.Pattern;

/** Tells whether calling a signature would change what the graph keeps between calls. */
final class StateSearch {

  /* Operations that write variables, queues, stacks, tables or barriers. */
  private static final Pattern WRITES =
      Pattern.compile(
          "(Assign|Scatter(Add|Sub|Mul|Div|Min|Max|Update|Nd(Add|Sub|Max|Min|Update))$|Resource(Apply|"
              + "Sparse|Scatter|Strided|Accumulator)|(Sparse)?Apply|CountUpTo|Queue|Stack(Push|Pop)|LookupTable"
              + "(Insert|Remove|Import)|Barrier|Stage|Unstage|MapStage|TemporaryVariable|Iterator).*");

  private final GraphIndex graph;

  StateSearch(GraphIndex graph) {
    this.graph = graph;
  }

  /** Whether one of the operations behind the signature's outputs writes state. */
  boolean isReachedFrom(BoundSignature bound) {
    return graph.reachedFrom(bound.outputNodes()).stream()
        .anyMatch(place -> WRITES.matcher(place.operation()).matches());
  }
}
