package io.tfaas.model;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tfaas.error.InvalidModelException;
import io.tfaas.model.GraphIndex.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tensorflow.proto.AssetFileDef;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;

/**
 * Refuses graphs with operations that do more than compute: a model is a program, and runs with the
 * rights of the server.
 */
public final class GraphGuard {

  /** Stands for every operation among the allowed ones. */
  public static final String ANY = "*";

  private static final Map<String, Integer> RESTORING = Map.of("RestoreV2", 0);
  private static final Map<String, Integer> STARTING =
      Map.of("InitializeTableFromTextFileV2", 1, "InitializeTableFromTextFile", 1);
  private static final int MAX_SHOWN = 8;
  private static final int MAX_NAME = 100;
  private static final Pattern UNSHOWABLE =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
  private static final Pattern LEADS_OUT = Pattern.compile("(^|.*[/\\\\])\\.\\.([/\\\\].*|$)");

  private final Operations operations = new Operations();
  private final Set<String> allowed;

  /**
   * @param allowed operations that are let through whatever they do; {@link #ANY} for all
   */
  public GraphGuard(Set<String> allowed) {
    this.allowed = Set.copyOf(allowed);
  }

  /**
   * Looks at the graph of a SavedModel, all its functions and the names of its assets.
   *
   * @throws InvalidModelException when it has what is refused, saying what and where
   */
  void check(MetaGraphDef metaGraph, ModelParams params) throws InvalidProtocolBufferException {
    if (allowed.contains(ANY)) {
      return;
    }
    for (AssetFileDef asset : GraphRuns.assets(metaGraph)) {
      String name = asset.getFilename();
      if (name.isEmpty() || LEADS_OUT.matcher(name).matches() || UNSHOWABLE.matcher(name).find()) {
        throw new InvalidModelException(
            "The model's asset " + shown(name) + " is no file in its folder 'assets'");
      }
    }
    check(metaGraph.getGraphDef(), GraphRuns.of(metaGraph, params));
  }

  /**
   * Looks at a graph and all its functions.
   *
   * @throws InvalidModelException when it has what is refused, saying what and where
   */
  void check(GraphDef graph, GraphRuns runs) {
    if (allowed.contains(ANY)) {
      return;
    }
    GraphIndex index = new GraphIndex(graph);
    refuseHandles(index);
    List<Place> suspects =
        index
            .all()
            .filter(
                place -> operations.of(place.operation()).verdict() != Operations.Verdict.ALLOWED)
            .filter(place -> !allowed.contains(place.operation()))
            .filter(place -> !isCall(place, index))
            .toList();
    if (!suspects.isEmpty()) {
      Set<Place> foreign = foreign(index, runs);
      refuse(suspects.stream().filter(place -> isRefused(place, foreign)).toList());
    }
  }

  private void refuseHandles(GraphIndex index) {
    ResourceConstants.in(index).stream()
        .filter(place -> !allowed.contains(place.operation()))
        .findFirst()
        .ifPresent(
            place -> {
              throw new InvalidModelException(
                  "The model's graph has a constant that this server refuses: "
                      + located(place)
                      + " holds the handle of a resource, which no exporter writes");
            });
  }

  /* TensorFlow lets no function have the name of an operation. */
  private boolean isCall(Place place, GraphIndex index) {
    return !operations.isListed(place.operation()) && index.function(place.operation()).isPresent();
  }

  private boolean isRefused(Place place, Set<Place> foreign) {
    return operations.of(place.operation()).verdict() == Operations.Verdict.REFUSED
        || foreign.contains(place);
  }

  /* What is run, and could open a file that is not the model's own. */
  private static Set<Place> foreign(GraphIndex index, GraphRuns runs) {
    Set<Place> foreign = new HashSet<>(index.reachedFrom(runs.requests(), exchangeable(index)));
    foreign.addAll(LoadedFiles.foreign(index, runs.start(), runs.assets(), STARTING));
    foreign.addAll(LoadedFiles.foreign(index, runs.restore(), runs.checkpoint(), RESTORING));
    return foreign;
  }

  /* TensorFlow may put one function that implements something in the place of another that does. */
  private static List<String> exchangeable(GraphIndex index) {
    return index
        .functions()
        .filter(function -> function.containsAttr("api_implements"))
        .map(FunctionDef::getSignature)
        .map(signature -> signature.getName())
        .toList();
  }

  private void refuse(List<Place> refused) {
    if (refused.isEmpty()) {
      return;
    }
    String names =
        refused.stream()
            .map(Place::operation)
            .distinct()
            .limit(MAX_SHOWN)
            .map(GraphGuard::shown)
            .collect(Collectors.joining(", "));
    String places =
        refused.stream().limit(MAX_SHOWN).map(this::told).collect(Collectors.joining("; "));
    throw new InvalidModelException(
        "The model's graph has operations that this server refuses: "
            + places
            + (refused.size() > MAX_SHOWN ? "; and " + (refused.size() - MAX_SHOWN) + " more" : "")
            + ". Export the model without them, or have the operator allow "
            + names
            + " (tfaas.allowed-operations)");
  }

  private String told(Place place) {
    return located(place) + " " + operations.of(place.operation()).reason();
  }

  private static String located(Place place) {
    return shown(place.operation())
        + " ("
        + (place.function().isEmpty() ? "" : "in function " + shown(place.function()) + ", ")
        + "node "
        + shown(place.node())
        + ")";
  }

  private static String shown(String name) {
    String part = name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME) + "…";
    return "'" + UNSHOWABLE.matcher(part).replaceAll("?") + "'";
  }
}
