package io.tfaas.model;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tfaas.error.InvalidModelException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;

/**
 * The graph of a SavedModel that is served.
 *
 * @param model whose other graphs may have the same tags
 * @param tags by which TensorFlow finds it
 */
record ServingGraph(SavedModel model, MetaGraphDef metaGraph, Set<String> tags) {

  private static final String SERVE_TAG = "serve";

  /* What TensorFlow is given as a C string, it has to read as it was written. */
  private static final Pattern PLAIN = Pattern.compile("[\\x20-\\x7e]+");

  ServingGraph {
    tags = Set.copyOf(tags);
  }

  /**
   * Finds it in the bytes of saved_model.pb.
   *
   * @throws InvalidModelException when there is none, or its tags could mean another graph
   */
  static ServingGraph parse(byte[] bytes) throws InvalidProtocolBufferException {
    SavedModel model = SavedModel.parseFrom(bytes);
    MetaGraphDef metaGraph = find(model);
    Set<String> tags = tags(metaGraph);
    requirePlain(tags);
    return new ServingGraph(model, metaGraph, tags);
  }

  /** Looks at every graph that has its tags: TensorFlow would load one of them. */
  void check(GraphGuard guard, ModelParams params) throws InvalidProtocolBufferException {
    for (MetaGraphDef graph : model.getMetaGraphsList()) {
      if (tags(graph).equals(tags)) {
        guard.check(graph, params);
      }
    }
  }

  private static Set<String> tags(MetaGraphDef metaGraph) {
    return new HashSet<>(metaGraph.getMetaInfoDef().getTagsList());
  }

  /* A tag that ended at a NUL, or changed with the locale, could be that of another graph. */
  private static void requirePlain(Set<String> tags) {
    if (!tags.stream().allMatch(tag -> PLAIN.matcher(tag).matches())) {
      throw new InvalidModelException(
          "The SavedModel's graph for serving has a tag that is not printable ASCII; export it with"
              + " the tag 'serve' alone");
    }
  }

  private static MetaGraphDef find(SavedModel model) {
    List<MetaGraphDef> graphs = model.getMetaGraphsList();
    Stream<MetaGraphDef> serving =
        graphs.stream().filter(g -> g.getMetaInfoDef().getTagsList().equals(List.of(SERVE_TAG)));
    return serving
        .findFirst()
        .or(
            () ->
                graphs.stream()
                    .filter(g -> g.getMetaInfoDef().getTagsList().contains(SERVE_TAG))
                    .findFirst())
        .or(() -> graphs.size() == 1 ? Optional.of(graphs.get(0)) : Optional.empty())
        .orElseThrow(
            () ->
                new InvalidModelException(
                    "The SavedModel has no graph with the tag 'serve'; export it for serving"));
  }
}
