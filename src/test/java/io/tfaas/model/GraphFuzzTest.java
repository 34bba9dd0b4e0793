package io.tfaas.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.InvalidProtocolBufferException;
import io.tfaas.error.InvalidModelException;
import io.tfaas.testing.ReaderLaws;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;

/** Graphs of any bytes, up to where TensorFlow would load them: let through, or refused. */
final class GraphFuzzTest {

  private static final GraphGuard GUARD = new GraphGuard(Set.of());
  private static final ModelParams PARAMS = ModelParams.named("m");
  private static final int MAX_MESSAGE = 6000;

  @FuzzTest(maxDuration = "10s")
  void savedModel(byte[] input) throws Exception {
    ReaderLaws.hold(
        input,
        () ->
            letThrough(
                () -> {
                  ServingGraph graph = ServingGraph.parse(input);
                  graph.check(GUARD, PARAMS);
                  requireNoFiles(graph.metaGraph().getGraphDef());
                  requireAssetsInTheirFolder(graph.metaGraph());
                  return graph;
                }));
  }

  @FuzzTest(maxDuration = "10s")
  void frozenGraph(byte[] input) throws Exception {
    ReaderLaws.hold(
        input,
        () ->
            letThrough(
                () -> {
                  GraphDef graph = FrozenGraph.parse(input);
                  GUARD.check(graph, GraphRuns.of(FrozenGraph.nodes(PARAMS, graph)));
                  requireNoFiles(graph);
                  return graph;
                }));
  }

  private static Object letThrough(Callable<?> reader) throws Exception {
    try {
      return reader.call();
    } catch (InvalidProtocolBufferException e) {
      /* The loader has the sentence. */
      return e;
    } catch (InvalidModelException e) {
      assertThat(e.getMessage()).hasSizeLessThan(MAX_MESSAGE);
      throw e;
    }
  }

  private static void requireNoFiles(GraphDef graph) {
    assertThat(
            Stream.concat(
                    graph.getNodeList().stream(),
                    graph.getLibrary().getFunctionList().stream()
                        .map(FunctionDef::getNodeDefList)
                        .flatMap(nodes -> nodes.stream()))
                .map(NodeDef::getOp))
        .doesNotContain("WriteFile", "ReadFile", "PyFunc");
  }

  private static void requireAssetsInTheirFolder(MetaGraphDef metaGraph) {
    assertThat(metaGraph.getAssetFileDefList())
        .noneMatch(asset -> Stream.of(asset.getFilename().split("/", -1)).anyMatch(".."::equals));
  }
}
