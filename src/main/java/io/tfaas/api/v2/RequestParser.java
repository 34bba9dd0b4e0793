package io.tfaas.api.v2;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tfaas.api.v2.InputParser.Input;
import io.tfaas.error.InvalidInputException;
import io.tfaas.model.Signature;
import io.tfaas.tensor.NamedTensors;
import io.tfaas.tensor.TensorSpec;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The JSON of one request, its fields in any order; unknown ones are passed over. */
final class RequestParser {

  private final Signature signature;
  private final JsonFactory factory;
  private final NamedTensors inputs;
  private final List<BinaryInput> binary = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private Optional<String> id = Optional.empty();
  private Parameters parameters = Parameters.none("The request");
  private List<RequestedOutput> outputs = List.of();

  /**
   * @param inputs where the tensors are put, as soon as there are any; they stay the caller's
   */
  RequestParser(Signature signature, JsonFactory factory, NamedTensors inputs) {
    this.signature = signature;
    this.factory = factory;
    this.inputs = inputs;
  }

  /**
   * Reads the request.
   *
   * @throws InvalidInputException when it is no request, or none for this model
   */
  InferRequest parse(JsonParser json) throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new InvalidInputException(
          "The request is not a JSON object; expected {\"inputs\": [{\"name\": …, \"shape\": …,"
              + " \"datatype\": …, \"data\": …}]}");
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "id" -> id = id(json);
        case "parameters" -> parameters = Parameters.read(json, "The request");
        case "inputs" -> inputs(json);
        case "outputs" -> outputs = new OutputParser(signature).read(json);
        default -> json.skipChildren();
      }
    }
    if (json.nextToken() != null) {
      throw new InvalidInputException("The JSON goes on after the request's object");
    }
    requireAll();
    parameters.count("priority");
    return new InferRequest(id, inputs, outputs.isEmpty() ? allOutputs() : outputs, timeout());
  }

  /* Microseconds, as Triton's clients send it; 0 is for none. */
  private Duration timeout() {
    long micros = parameters.count("timeout").orElse(0);
    return micros == 0 ? InferRequest.NO_TIMEOUT : Duration.of(micros, ChronoUnit.MICROS);
  }

  /** The inputs whose data come after the JSON, in this order. */
  List<BinaryInput> binary() {
    return binary;
  }

  private static Optional<String> id(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return Optional.empty();
    }
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw new InvalidInputException("The 'id' of the request is not a string");
    }
    return Optional.of(json.getText());
  }

  private void inputs(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw new InvalidInputException("'inputs' is not an array");
    }
    int number = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      Input input = new InputParser(signature, factory, ++number).read(json);
      boolean first = names.add(input.spec().name());
      if (input instanceof Input.Ready ready) {
        inputs.put(ready.spec().name(), ready.tensor());
      } else if (input instanceof Input.Pending pending) {
        binary.add(pending.binary());
      }
      if (!first) {
        throw new InvalidInputException("The input '" + input.spec().name() + "' is given twice");
      }
    }
  }

  private void requireAll() {
    String missing =
        signature.inputs().stream()
            .map(TensorSpec::name)
            .filter(name -> !names.contains(name))
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      throw new InvalidInputException("The request lacks inputs of the model: " + missing);
    }
  }

  /* Triton asks for the flag only where no outputs are listed, whatever its documentation says. */
  private List<RequestedOutput> allOutputs() {
    boolean inBinary = parameters.flag("binary_data_output");
    return signature.outputs().stream()
        .map(output -> new RequestedOutput(output, inBinary, /* classes= */ 0))
        .toList();
  }
}
