package io.tfaas.bench;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.types.TFloat32;

/** Rows a second without a server: threads that each run a SavedModel on the same batch of rows. */
public final class RowLoop {

  private RowLoop() {}

  /**
   * Prints a line as {@link TimedLoop} does; a request is a batch.
   *
   * @param args folder of the SavedModel, rows a batch, values a row, threads, seconds to warm up,
   *     seconds to measure
   */
  public static void main(String[] args)
      throws IOException, InterruptedException, ExecutionException {
    ConfigProto threads =
        ConfigProto.newBuilder()
            .setIntraOpParallelismThreads(1)
            .setInterOpParallelismThreads(-1)
            .build();
    Shape shape = Shape.of(Long.parseLong(args[1]), Long.parseLong(args[2]));
    try (SavedModelBundle model =
            SavedModelBundle.loader(args[0]).withTags("serve").withConfigProto(threads).load();
        TFloat32 rows =
            TFloat32.tensorOf(
                shape,
                data -> data.scalars().forEachIndexed((at, cell) -> cell.setFloat(at[1] / 42f)))) {
      SignatureDef signature = model.metaGraphDef().getSignatureDefOrThrow("serving_default");
      String input = signature.getInputsMap().values().iterator().next().getName();
      String output = signature.getOutputsMap().values().iterator().next().getName();
      Session session = model.session();
      new TimedLoop(() -> run(session, input, rows, output), Integer.parseInt(args[3]))
          .print(1, Long.parseLong(args[4]), Long.parseLong(args[5]));
    }
  }

  private static void run(Session session, String input, TFloat32 rows, String output) {
    try (Result result = session.runner().feed(input, rows).fetch(output).run()) {
      if (result.size() != 1) {
        throw new IllegalStateException("One output was asked for");
      }
    }
  }
}
