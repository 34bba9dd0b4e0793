package io.tfaas.model;

import io.tfaas.model.GraphIndex.Place;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.VariantTensorDataProto;

/**
 * Handles of resources that a graph has written down, or makes of bytes: they mean a variable or a
 * table by its name, past the operations that the guard follows. No exporter writes them.
 */
final class ResourceConstants {

  private static final Set<DataType> HANDLES =
      Set.of(DataType.DT_RESOURCE, DataType.DT_VARIANT, DataType.DT_INVALID);

  /* These make tensors of bytes, of a type that one of their attributes names. */
  private static final Set<String> PARSERS =
      Set.of("ParseTensor", "DeserializeSparse", "DeserializeManySparse");

  private ResourceConstants() {}

  /** The operations that hold or make one; in a function also what its attributes default to. */
  static List<Place> in(GraphIndex graph) {
    return Stream.concat(
            places("", graph.nodes().values()),
            graph
                .functions()
                .flatMap(
                    function ->
                        Stream.concat(
                            places(function.getSignature().getName(), function.getNodeDefList()),
                            ofDefaults(function))))
        .toList();
  }

  private static Stream<Place> places(String function, Collection<NodeDef> nodes) {
    return nodes.stream()
        .filter(node -> parses(node) || hasHandle(node.getAttrMap().values()))
        .map(node -> Place.of(function, node));
  }

  private static Stream<Place> ofDefaults(FunctionDef function) {
    List<AttrValue> defaults =
        function.getSignature().getAttrList().stream().map(OpDef.AttrDef::getDefaultValue).toList();
    String name = function.getSignature().getName();
    return hasHandle(defaults) ? Stream.of(new Place(name, name, "Const")) : Stream.empty();
  }

  /* A type that is not given here may come from whoever calls the function. */
  private static boolean parses(NodeDef node) {
    return PARSERS.contains(node.getOp())
        && Stream.of("out_type", "dtype")
            .filter(node::containsAttr)
            .map(node::getAttrOrThrow)
            .anyMatch(type -> HANDLES.contains(type.getType()));
  }

  private static boolean hasHandle(Collection<AttrValue> attributes) {
    Deque<AttrValue> open = new ArrayDeque<>(attributes);
    while (!open.isEmpty()) {
      AttrValue value = open.pop();
      if (isHandle(value.getTensor())
          || value.getList().getTensorList().stream().anyMatch(ResourceConstants::isHandle)) {
        return true;
      }
      open.addAll(value.getFunc().getAttrMap().values());
      value.getList().getFuncList().forEach(func -> open.addAll(func.getAttrMap().values()));
    }
    return false;
  }

  private static boolean isHandle(TensorProto first) {
    Deque<TensorProto> open = new ArrayDeque<>(List.of(first));
    while (!open.isEmpty()) {
      TensorProto tensor = open.pop();
      if (tensor.getDtype() == DataType.DT_RESOURCE || tensor.getResourceHandleValCount() > 0) {
        return true;
      }
      tensor.getVariantValList().stream()
          .map(VariantTensorDataProto::getTensorsList)
          .forEach(open::addAll);
    }
    return false;
  }
}
