package io.tfaas.session;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_CloseSession;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteBuffer;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteGraph;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteImportGraphDefOptions;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteSession;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteSessionOptions;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_GraphImportGraphDef;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_GraphOperationByName;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_LoadSessionFromSavedModel;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_NewBufferFromString;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_NewGraph;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_NewImportGraphDefOptions;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_NewSession;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_NewSessionOptions;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_OperationNumOutputs;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_OperationOutputType;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_SessionRun;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_SetConfig;

import io.tfaas.tensor.Shape;
import io.tfaas.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.tensorflow.internal.c_api.TF_Buffer;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_ImportGraphDefOptions;
import org.tensorflow.internal.c_api.TF_Operation;
import org.tensorflow.internal.c_api.TF_Output;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_SessionOptions;
import org.tensorflow.internal.c_api.global.tensorflow;

/**
 * A graph and its session. Runs may go on in many threads at once; the owner closes it when no run
 * is under way and none will come.
 */
public final class GraphSession implements AutoCloseable {

  /* As TensorFlow has them; any other could be cut or changed on its way into a C string. */
  private static final Pattern NODE = Pattern.compile("[A-Za-z0-9._][A-Za-z0-9_>./\\\\-]*");

  static {
    NativeLibrary.keep();
  }

  private final TF_Graph graph;
  private final TF_Session session;
  private final ConcurrentLinkedQueue<Call> calls = new ConcurrentLinkedQueue<>();

  private GraphSession(TF_Graph graph, TF_Session session) {
    this.graph = graph;
    this.session = session;
  }

  /**
   * Loads one of a SavedModel's graphs, with its variables and assets.
   *
   * @param tags of the graph
   * @param config a serialised ConfigProto
   * @throws SessionException when TensorFlow cannot load it
   */
  public static GraphSession loadSavedModel(Path folder, Set<String> tags, byte[] config) {
    return open(
        config,
        (graph, handles) -> {
          byte[] path = (folder + "\0").getBytes(StandardCharsets.UTF_8);
          try (BytePointer directory = new BytePointer(path);
              PointerPointer<BytePointer> names =
                  new PointerPointer<>(tags.toArray(String[]::new))) {
            return TF_LoadSessionFromSavedModel(
                handles.options(),
                null,
                directory,
                names,
                tags.size(),
                graph,
                null,
                handles.status().handle());
          }
        });
  }

  /**
   * Opens a session on a graph without variables.
   *
   * @param graphDef a serialised GraphDef
   * @param config a serialised ConfigProto
   * @throws SessionException when TensorFlow cannot import the graph
   */
  public static GraphSession importGraph(byte[] graphDef, byte[] config) {
    return open(
        config,
        (graph, handles) -> {
          importGraph(graph, graphDef, handles.status());
          return TF_NewSession(graph, handles.options(), handles.status().handle());
        });
  }

  private static void importGraph(TF_Graph graph, byte[] graphDef, Status status) {
    TF_ImportGraphDefOptions options = TF_NewImportGraphDefOptions();
    try (BytePointer bytes = new BytePointer(graphDef)) {
      TF_Buffer buffer = TF_NewBufferFromString(bytes, graphDef.length);
      try {
        TF_GraphImportGraphDef(graph, buffer, options, status.handle());
      } finally {
        TF_DeleteBuffer(buffer);
      }
      status.check();
    } finally {
      TF_DeleteImportGraphDefOptions(options);
    }
  }

  private record Handles(TF_SessionOptions options, Status status) {}

  private static GraphSession open(
      byte[] config, BiFunction<TF_Graph, Handles, TF_Session> opener) {
    TF_SessionOptions options = TF_NewSessionOptions();
    TF_Graph graph = TF_NewGraph();
    boolean opened = false;
    try (Status status = new Status();
        BytePointer bytes = new BytePointer(Math.max(1, config.length))) {
      bytes.put(config);
      TF_SetConfig(options, bytes, config.length, status.handle());
      status.check();
      TF_Session session = opener.apply(graph, new Handles(options, status));
      status.check();
      opened = true;
      return new GraphSession(graph, session);
    } finally {
      TF_DeleteSessionOptions(options);
      if (!opened) {
        TF_DeleteGraph(graph);
      }
    }
  }

  /** The endpoint of a name such as {@code dense/Sigmoid:0}; {@code :0} may be left out. */
  public Optional<Endpoint> find(String name) {
    int colon = name.lastIndexOf(':');
    boolean indexed = colon > 0 && name.substring(colon + 1).matches("\\d{1,6}");
    int index = indexed ? Integer.parseInt(name.substring(colon + 1)) : 0;
    String node = indexed ? name.substring(0, colon) : name;
    if (!NODE.matcher(node).matches()) {
      return Optional.empty();
    }
    TF_Operation operation = TF_GraphOperationByName(graph, node);
    if (operation == null || operation.isNull() || index >= TF_OperationNumOutputs(operation)) {
      return Optional.empty();
    }
    try (TF_Output output = new TF_Output()) {
      output.oper(operation).index(index);
      return Optional.of(new Endpoint(node, operation, index, TF_OperationOutputType(output)));
    }
  }

  /** The shape the graph knows of an endpoint. */
  public Shape shape(Endpoint endpoint) {
    try (Status status = new Status();
        TF_Output output = new TF_Output()) {
      output.oper(endpoint.operation()).index(endpoint.index());
      int rank = tensorflow.TF_GraphGetTensorNumDims(graph, output, status.handle());
      status.check();
      if (rank < 0) {
        return Shape.unknown();
      }
      long[] dimensions = new long[rank];
      tensorflow.TF_GraphGetTensorShape(graph, output, dimensions, rank, status.handle());
      status.check();
      return Shape.of(dimensions);
    }
  }

  /** Prepares runs that feed and fetch these endpoints; the session frees it. */
  public Call prepare(List<Endpoint> inputs, List<Endpoint> outputs) {
    Call call = new Call(inputs, outputs);
    calls.add(call);
    return call;
  }

  /**
   * Runs the graph once, in the calling thread as far as the session's configuration lets it.
   *
   * @param inputs in the call's order; they stay the caller's
   * @return the outputs in the call's order; the caller closes them
   * @throws SessionException when TensorFlow reports a failure
   */
  public List<Tensor> run(Call call, List<Tensor> inputs) {
    Frame frame = call.takeFrame();
    try {
      frame.feed(inputs);
      TF_SessionRun(
          session,
          null,
          call.inputs(),
          frame.inputs(),
          call.inputCount(),
          call.outputs(),
          frame.outputs(),
          call.outputCount(),
          (PointerPointer<?>) null,
          0,
          null,
          frame.status().handle());
      frame.status().check();
      return frame.takeOutputs();
    } finally {
      call.giveBack(frame);
    }
  }

  @Override
  public void close() {
    try (Status status = new Status()) {
      TF_CloseSession(session, status.handle());
      TF_DeleteSession(session, status.handle());
    } finally {
      TF_DeleteGraph(graph);
      calls.forEach(Call::free);
    }
  }
}
