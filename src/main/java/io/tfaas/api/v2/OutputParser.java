package io.tfaas.api.v2;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tfaas.error.InvalidInputException;
import io.tfaas.model.Signature;
import io.tfaas.tensor.ElementType;
import io.tfaas.tensor.TensorSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A request's {@code outputs}: which it wants, and in what form. */
final class OutputParser {

  private final Signature signature;
  private final List<RequestedOutput> outputs = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  OutputParser(Signature signature) {
    this.signature = signature;
  }

  /**
   * Reads the array that the parser stands at; null is an empty one.
   *
   * @throws InvalidInputException when an output is not the model's, is named twice, or cannot be
   *     given as asked
   */
  List<RequestedOutput> read(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return List.of();
    }
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw new InvalidInputException("'outputs' is not an array");
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      outputs.add(output(json, "Output " + (outputs.size() + 1)));
    }
    return outputs;
  }

  private RequestedOutput output(JsonParser json, String label) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new InvalidInputException(label + " is not a JSON object");
    }
    String name = "";
    Parameters parameters = Parameters.none(label);
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      JsonToken token = json.nextToken();
      switch (field) {
        case "name" -> {
          if (token != JsonToken.VALUE_STRING) {
            throw new InvalidInputException(label + " has a 'name' that is not a string");
          }
          name = json.getText();
        }
        case "parameters" -> parameters = Parameters.read(json, label);
        default -> json.skipChildren();
      }
    }
    return output(name, parameters);
  }

  private RequestedOutput output(String name, Parameters parameters) {
    TensorSpec spec =
        signature.outputs().stream()
            .filter(output -> output.name().equals(name))
            .findFirst()
            .orElseThrow(() -> unknown(parameters.owner()));
    if (!names.add(name)) {
      throw new InvalidInputException("The output '" + name + "' is asked for twice");
    }
    parameters.refuse("shared_memory_region");
    long classes = parameters.count("classification").orElse(0);
    if (classes > 0 && !isRanked(spec.type())) {
      throw new InvalidInputException(
          "The output '%s' is %s, which has no largest elements to classify by"
              .formatted(name, DataTypes.name(spec.type())));
    }
    return new RequestedOutput(
        spec, parameters.flag("binary_data"), (int) Math.min(classes, Integer.MAX_VALUE));
  }

  private static boolean isRanked(ElementType type) {
    return type.isInteger() || type.kind() == ElementType.Kind.FLOATING;
  }

  private InvalidInputException unknown(String label) {
    String known =
        signature.outputs().stream().map(TensorSpec::name).collect(Collectors.joining(", "));
    return new InvalidInputException(label + " is not one of the model's, which are: " + known);
  }
}
