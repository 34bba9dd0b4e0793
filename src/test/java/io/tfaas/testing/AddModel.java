package io.tfaas.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.tensorflow.Graph;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.TFloat32;

/** Frozen graphs that add a number to their input, so that an answer tells which one gave it. */
public final class AddModel {

  private static final String ADDEND = "addend";
  private static final GraphDef TEMPLATE = template();

  private AddModel() {}

  private static GraphDef template() {
    try (Graph graph = new Graph()) {
      Ops ops = Ops.create(graph);
      Placeholder<TFloat32> x =
          ops.withName("x").placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 1)));
      ops.withName("y").math.add(x, ops.withName(ADDEND).constant(0f));
      return graph.toGraphDef();
    }
  }

  public static byte[] graph(int addend) {
    GraphDef.Builder graph = TEMPLATE.toBuilder();
    for (NodeDef.Builder node : graph.getNodeBuilderList()) {
      if (node.getName().equals(ADDEND)) {
        node.putAttr(
            "value",
            node.getAttrOrThrow("value").toBuilder()
                .setTensor(
                    node.getAttrOrThrow("value").getTensor().toBuilder()
                        .clearTensorContent()
                        .clearFloatVal()
                        .addFloatVal(addend))
                .build());
      }
    }
    return graph.build().toByteArray();
  }

  public static byte[] params(String name) {
    return """
    {"name": "%s", "model": "model.pb", "input_node": "x", "output_node": "y"}"""
        .formatted(name)
        .getBytes(UTF_8);
  }
}
