package io.tfaas.model;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tfaas.error.InvalidModelException;
import io.tfaas.error.TooLargeException;
import io.tfaas.error.UnavailableException;
import io.tfaas.session.Endpoint;
import io.tfaas.session.GraphSession;
import io.tfaas.session.SessionException;
import io.tfaas.tensor.ElementType;
import io.tfaas.tensor.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/** Loads stored models into sessions, and calls each once before anyone else can. */
public final class ModelLoader {

  private static final String DEFAULT_SIGNATURE = "serving_default";
  static final String INIT_SIGNATURE = "__saved_model_init_op";

  private final byte[] sessionConfig;
  private final boolean batches;
  private final GraphGuard guard;
  private final GraphBudget heap;
  private final LoadTime time;

  /** A loader that refuses all operations that do more than compute, and gives each a minute. */
  public ModelLoader(byte[] sessionConfig, boolean batches) {
    this(sessionConfig, batches, new GraphGuard(Set.of()), Duration.ofMinutes(1));
  }

  /**
   * @param sessionConfig a serialised ConfigProto for the sessions of all models
   * @param batches whether signatures that can be batched are to be
   * @param guard what looks at each graph before TensorFlow does
   * @param timeout time that loading a model may take
   */
  public ModelLoader(byte[] sessionConfig, boolean batches, GraphGuard guard, Duration timeout) {
    this(sessionConfig, batches, guard, GraphBudget.ofHeap(), new LoadTime(timeout));
  }

  ModelLoader(
      byte[] sessionConfig, boolean batches, GraphGuard guard, GraphBudget heap, LoadTime time) {
    this.sessionConfig = sessionConfig.clone();
    this.batches = batches;
    this.guard = guard;
    this.heap = heap;
    this.time = time;
  }

  /**
   * Loads a model and calls it once; waits where other graphs take the memory that it needs.
   *
   * @throws InvalidModelException when it cannot be served, saying why
   * @throws TooLargeException when its graph is too large for this server
   * @throws UnavailableException when it cannot be loaded now
   */
  public ModelVersion load(StoredModel stored) {
    Path savedModel = stored.folder().resolve("saved_model.pb");
    try {
      /* One of which that cannot be told is read, and says why it cannot be. */
      boolean isSavedModel = !Files.notExists(savedModel);
      Path file = isSavedModel ? savedModel : FrozenGraph.file(stored);
      return time.within(
          begun ->
              heap.within(
                  Files.size(file),
                  () -> {
                    begun.run();
                    return isSavedModel
                        ? loadSavedModel(stored, Files.readAllBytes(file))
                        : loadFrozenGraph(stored, Files.readAllBytes(file));
                  }));
    } catch (SessionException e) {
      throw LoadFailure.ofTensorFlow(
          "TensorFlow cannot load the model: " + Reasons.ofLoading(e, stored.folder()), e);
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidModelException("The model's graph file is not a TensorFlow graph", e);
    } catch (IOException | UncheckedIOException e) {
      throw new UnavailableException(LoadFailure.UNREADABLE, e);
    } catch (OutOfMemoryError e) {
      /* It is one large allocation that fails, of the graph's file or of what is made of it. */
      throw new UnavailableException(LoadFailure.NO_MEMORY, e);
    }
  }

  private ModelVersion loadSavedModel(StoredModel stored, byte[] bytes) throws IOException {
    ServingGraph graph = ServingGraph.parse(bytes);
    requireOneFile(stored);
    graph.check(guard, stored.params());
    MetaGraphDef metaGraph = graph.metaGraph();
    GraphSession session =
        GraphSession.loadSavedModel(stored.folder(), graph.tags(), sessionConfig);
    return orClose(
        session,
        () -> {
          SignatureBinder binder = new SignatureBinder(session);
          Map<String, BoundSignature> all = new TreeMap<>();
          metaGraph
              .getSignatureDefMap()
              .forEach((name, definition) -> bind(binder, name, definition, all));
          Optional<BoundSignature> forRows =
              defaultSignature(all).map(bound -> binder.forRows(bound, stored.params()));
          return checked(
              stored,
              session,
              new BoundSignatures(all, forRows, Map.copyOf(metaGraph.getSignatureDefMap())),
              metaGraph.getGraphDef());
        });
  }

  /* TensorFlow would choose between the two, and has to load what was looked at. */
  private static void requireOneFile(StoredModel stored) {
    if (Files.exists(stored.folder().resolve("saved_model.cpb"))) {
      throw new InvalidModelException(
          "The model has a saved_model.cpb beside its saved_model.pb; send only the latter");
    }
  }

  /* A signature with tensors that no request can carry is left out; the others serve. */
  private static void bind(
      SignatureBinder binder,
      String name,
      SignatureDef definition,
      Map<String, BoundSignature> all) {
    boolean usable =
        Stream.of(definition.getInputsMap(), definition.getOutputsMap())
            .flatMap(map -> map.values().stream())
            .allMatch(
                info ->
                    info.getEncodingCase() == TensorInfo.EncodingCase.NAME
                        && ElementType.find(info.getDtypeValue()).isPresent());
    if (usable && !name.equals(INIT_SIGNATURE)) {
      all.put(name, binder.bind(name, definition));
    }
  }

  private static Optional<BoundSignature> defaultSignature(Map<String, BoundSignature> all) {
    BoundSignature named = all.get(DEFAULT_SIGNATURE);
    if (named != null) {
      return Optional.of(named);
    }
    return all.size() == 1 ? all.values().stream().findFirst() : Optional.empty();
  }

  private ModelVersion loadFrozenGraph(StoredModel stored, byte[] bytes) throws IOException {
    GraphDef graph = FrozenGraph.parse(bytes);
    FrozenGraph.Nodes nodes = FrozenGraph.nodes(stored.params(), graph);
    guard.check(graph, GraphRuns.of(nodes));
    GraphSession session = GraphSession.importGraph(bytes, sessionConfig);
    return orClose(
        session,
        () -> {
          SignatureBinder binder = new SignatureBinder(session);
          BoundSignature bound = binder.bindNodes(nodes);
          return checked(
              stored,
              session,
              new BoundSignatures(
                  Map.of(DEFAULT_SIGNATURE, bound),
                  Optional.of(bound),
                  SignatureDefinitions.of(bound.signature())),
              graph);
        });
  }

  private interface Loading {
    ModelVersion load() throws IOException;
  }

  private static ModelVersion orClose(GraphSession session, Loading loading) throws IOException {
    boolean loaded = false;
    try {
      ModelVersion version = loading.load();
      loaded = true;
      return version;
    } finally {
      if (!loaded) {
        session.close();
      }
    }
  }

  private ModelVersion checked(
      StoredModel stored, GraphSession session, BoundSignatures signatures, GraphDef graph) {
    if (signatures.all().isEmpty()) {
      throw new InvalidModelException("The SavedModel has no signature; export it with one");
    }
    StateSearch state = new StateSearch(new GraphIndex(graph));
    new FirstCall(state).check(new ModelVersion(stored, session::close, signatures));
    BatchProof proof = new BatchProof(state);
    return new ModelVersion(
        stored,
        session::close,
        signatures.map(bound -> bound.with(batching(stored, proof, bound))));
  }

  private Batching batching(StoredModel stored, BatchProof proof, BoundSignature bound) {
    Batching batching = proof.of(bound);
    if (!batches) {
      return batching.switchedOff("the server's setting tfaas.batching");
    }
    return stored.params().refusesBatching()
        ? batching.switchedOff("the model's params")
        : batching;
  }

  /** The shape as a signature tells it. */
  static Shape shape(TensorShapeProto shape) {
    return shape.getUnknownRank()
        ? Shape.unknown()
        : Shape.of(shape.getDimList().stream().mapToLong(d -> Math.max(-1, d.getSize())).toArray());
  }

  /** The endpoint's element type, where a request can carry it. */
  static ElementType type(String node, Endpoint endpoint) {
    return ElementType.find(endpoint.type())
        .orElseThrow(
            () ->
                new InvalidModelException(
                    "Node '" + node + "' has a type that no request can carry"));
  }
}
