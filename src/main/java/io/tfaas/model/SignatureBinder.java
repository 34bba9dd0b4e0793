package io.tfaas.model;

import io.tfaas.error.InvalidModelException;
import io.tfaas.session.Endpoint;
import io.tfaas.session.GraphSession;
import io.tfaas.tensor.TensorSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/** Finds the graph's endpoints behind the names of signatures and params. */
final class SignatureBinder {

  private static final String PREDICT = "tensorflow/serving/predict";

  private final GraphSession session;
  private final Map<String, Map<String, Endpoint>> endpoints = new HashMap<>();

  SignatureBinder(GraphSession session) {
    this.session = session;
  }

  BoundSignature bind(String name, SignatureDef definition) {
    Map<String, Endpoint> found = new HashMap<>();
    List<TensorSpec> inputs = specs("in/", definition.getInputsMap(), found);
    List<TensorSpec> outputs = specs("out/", definition.getOutputsMap(), found);
    endpoints.put(name, found);
    return bound(new Signature(name, definition.getMethodName(), inputs, outputs), found);
  }

  /* The graph has the last word on types: signatures that say another are served elsewhere too. */
  private List<TensorSpec> specs(
      String side, Map<String, TensorInfo> infos, Map<String, Endpoint> found) {
    infos.forEach((name, info) -> found.put(side + name, require(info.getName())));
    return infos.entrySet().stream()
        .map(
            info -> {
              Endpoint endpoint = require(info.getValue().getName());
              return new TensorSpec(
                  info.getKey(),
                  ModelLoader.type(endpoint.node(), endpoint),
                  ModelLoader.shape(info.getValue().getTensorShape()));
            })
        .toList();
  }

  private Endpoint require(String node) {
    return session
        .find(node)
        .orElseThrow(() -> new InvalidModelException("The graph has no node '" + node + "'"));
  }

  /** The input and output node of a frozen graph, as a signature. */
  BoundSignature bindNodes(FrozenGraph.Nodes nodes) {
    Map<String, Endpoint> found = new HashMap<>();
    Signature signature =
        new Signature(
            "serving_default",
            PREDICT,
            List.of(nodeSpec("in/", nodes.input(), found)),
            List.of(nodeSpec("out/", nodes.output(), found)));
    return bound(signature, found);
  }

  private TensorSpec nodeSpec(String side, String node, Map<String, Endpoint> found) {
    Endpoint endpoint = require(node);
    found.put(side + node, endpoint);
    return new TensorSpec(node, ModelLoader.type(node, endpoint), session.shape(endpoint));
  }

  /**
   * The signature narrowed to what params say: the input they name, if any, and one output, the one
   * they name or else the first by name.
   */
  BoundSignature forRows(BoundSignature whole, ModelParams params) {
    Signature signature = whole.signature();
    Map<String, Endpoint> found = new HashMap<>(endpoints.get(signature.name()));
    List<TensorSpec> inputs =
        chosen(params.inputName(), params.inputNode())
            .map(name -> List.of(pick("in/", name, signature.inputs(), found)))
            .orElse(signature.inputs());
    Optional<String> output = chosen(params.outputName(), params.outputNode());
    if (output.isEmpty() && signature.outputs().isEmpty()) {
      throw new InvalidModelException("Signature '" + signature.name() + "' has no output");
    }
    TensorSpec answer =
        output
            .map(name -> pick("out/", name, signature.outputs(), found))
            .orElseGet(() -> signature.outputs().get(0));
    Signature narrowed =
        new Signature(signature.name(), signature.method(), inputs, List.of(answer));
    return narrowed.equals(signature) ? whole : bound(narrowed, found);
  }

  private static Optional<String> chosen(String name, String node) {
    return Optional.of(name.isEmpty() ? node : name).filter(chosen -> !chosen.isEmpty());
  }

  /* A name of the signature, the node behind one, or any node of the graph. */
  private TensorSpec pick(
      String side, String name, List<TensorSpec> specs, Map<String, Endpoint> found) {
    Optional<TensorSpec> named = specs.stream().filter(s -> s.name().equals(name)).findFirst();
    if (named.isPresent()) {
      return named.get();
    }
    Endpoint node = require(name);
    Optional<TensorSpec> behind =
        specs.stream().filter(s -> Objects.equals(node, found.get(side + s.name()))).findFirst();
    return behind.orElseGet(() -> nodeSpec(side, name, found));
  }

  private BoundSignature bound(Signature signature, Map<String, Endpoint> found) {
    List<Endpoint> inputs =
        signature.inputs().stream().map(spec -> found.get("in/" + spec.name())).toList();
    List<Endpoint> outputs =
        signature.outputs().stream().map(spec -> found.get("out/" + spec.name())).toList();
    return new BoundSignature(
        signature, session, session.prepare(inputs, outputs), Batching.refused("not tried yet"));
  }
}
