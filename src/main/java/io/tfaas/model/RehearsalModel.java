package io.tfaas.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** A small model to rehearse with: a layer over rows of floats, as a frozen graph. */
public final class RehearsalModel {

  /** The name it is served under. */
  public static final String NAME = "rehearsal";

  /** How many values it takes a row. */
  public static final int VALUES = 42;

  private static final String PARAMS =
      "{\"name\": \"%s\", \"model\": \"model.pb\", \"input_node\": \"x\", \"output_node\": \"y\"}";

  private RehearsalModel() {}

  /**
   * Writes the model's folder into a folder of models.
   *
   * @throws IOException when it cannot be written
   */
  public static void write(Path models) throws IOException {
    Path folder = Files.createDirectory(models.resolve(NAME));
    Files.writeString(folder.resolve("params.json"), PARAMS.formatted(NAME));
    try (Graph graph = new Graph()) {
      Ops ops = Ops.create(graph);
      Operand<TFloat32> rows =
          ops.withName("x").placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, VALUES)));
      Operand<TFloat32> weights = ops.fill(ops.array(VALUES, 1), ops.constant(0.1f));
      ops.withName("y").math.sigmoid(ops.linalg.matMul(rows, weights));
      Files.write(folder.resolve("model.pb"), graph.toGraphDef().toByteArray());
    }
  }
}
