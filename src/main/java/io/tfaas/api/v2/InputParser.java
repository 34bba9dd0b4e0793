package io.tfaas.api.v2;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tfaas.error.InvalidInputException;
import io.tfaas.model.Signature;
import io.tfaas.tensor.Shape;
import io.tfaas.tensor.Tensor;
import io.tfaas.tensor.TensorSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * One element of a request's {@code inputs}, its fields in any order. Data that come before the
 * name, by which their type is known, are put aside as JSON and read when the input ends.
 */
final class InputParser {

  /** What an input is: a tensor already, or bytes to come. */
  sealed interface Input {
    TensorSpec spec();

    /** Owned by whoever gets it. */
    record Ready(TensorSpec spec, Tensor tensor) implements Input {}

    record Pending(BinaryInput binary) implements Input {
      @Override
      public TensorSpec spec() {
        return binary.spec();
      }
    }
  }

  private final Signature signature;
  private final JsonFactory factory;
  private String label;
  private Optional<TensorSpec> spec = Optional.empty();
  private Optional<Shape> shape = Optional.empty();
  private Optional<String> datatype = Optional.empty();
  private Parameters parameters;
  private Optional<DataReader> data = Optional.empty();
  private Optional<byte[]> aside = Optional.empty();

  /**
   * @param number of the input in the request, 1 and up, for messages
   */
  InputParser(Signature signature, JsonFactory factory, int number) {
    this.signature = signature;
    this.factory = factory;
    this.label = "Input " + number;
    this.parameters = Parameters.none(label);
  }

  /**
   * Reads the object that the parser stands at.
   *
   * @throws InvalidInputException when it is no input of the model's
   */
  Input read(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new InvalidInputException(label + " is not a JSON object");
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "name" -> name(json);
        case "shape" -> {
          requireFirst(shape, field);
          shape = Optional.of(Shapes.read(json, label));
        }
        case "datatype" -> {
          requireFirst(datatype, field);
          datatype = Optional.of(text(json, field));
        }
        case "parameters" -> parameters = Parameters.read(json, label);
        case "data" -> data(json);
        default -> json.skipChildren();
      }
    }
    return finish();
  }

  private void requireFirst(Optional<?> earlier, String field) {
    if (earlier.isPresent()) {
      throw new InvalidInputException(label + " has '" + field + "' twice");
    }
  }

  private void name(JsonParser json) throws IOException {
    requireFirst(spec, "name");
    String name = text(json, "name");
    TensorSpec found =
        signature.inputs().stream()
            .filter(input -> input.name().equals(name))
            .findFirst()
            .orElseThrow(() -> unknown());
    spec = Optional.of(found);
    label = "Input '" + found.name() + "'";
  }

  private InvalidInputException unknown() {
    String known =
        signature.inputs().stream().map(TensorSpec::name).collect(Collectors.joining(", "));
    return new InvalidInputException(label + " is not one of the model's, which are: " + known);
  }

  private String text(JsonParser json, String field) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw new InvalidInputException(label + " has a '" + field + "' that is not a string");
    }
    return json.getText();
  }

  private void data(JsonParser json) throws IOException {
    requireFirst(data, "data");
    requireFirst(aside, "data");
    if (spec.isEmpty()) {
      aside = Optional.of(copy(json));
      return;
    }
    requireType(spec.get());
    read(json, spec.get());
  }

  private byte[] copy(JsonParser json) throws IOException {
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    try (JsonGenerator generator = factory.createGenerator(copy)) {
      copyToken(json, generator);
      int depth = json.currentToken().isStructStart() ? 1 : 0;
      while (depth > 0) {
        JsonToken token = json.nextToken();
        copyToken(json, generator);
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      }
    }
    return copy.toByteArray();
  }

  /* Numbers as they are written: of some nothing else can be made, such as 1e99999999999. */
  private static void copyToken(JsonParser json, JsonGenerator generator) throws IOException {
    if (json.currentToken().isNumeric()) {
      generator.writeNumber(json.getText());
    } else {
      generator.copyCurrentEvent(json);
    }
  }

  private void read(JsonParser json, TensorSpec known) throws IOException {
    DataReader reader = new DataReader(known);
    reader.read(json);
    data = Optional.of(reader);
  }

  private void requireType(TensorSpec known) {
    if (datatype.isEmpty()) {
      return;
    }
    String given = datatype.get();
    if (DataTypes.find(given).isEmpty()) {
      throw new InvalidInputException(
          label + " has an unknown datatype; the model takes " + DataTypes.name(known.type()));
    }
    if (!given.equals(DataTypes.name(known.type()))) {
      throw new InvalidInputException(
          "%s takes %s, the request gives %s"
              .formatted(label, DataTypes.name(known.type()), given));
    }
  }

  private Input finish() throws IOException {
    TensorSpec known = spec.orElseThrow(() -> missing("name"));
    if (datatype.isEmpty()) {
      throw missing("datatype");
    }
    Shape given = shape.orElseThrow(() -> missing("shape"));
    requireType(known);
    known.requireFits(given);
    parameters.refuse("shared_memory_region");
    if (aside.isPresent()) {
      try (JsonParser again = factory.createParser(aside.get())) {
        again.nextToken();
        read(again, known);
      }
    }
    return input(known, given, parameters.count("binary_data_size"));
  }

  private Input input(TensorSpec known, Shape given, OptionalLong size) {
    if (size.isEmpty()) {
      return new Input.Ready(known, data.orElseThrow(() -> missing("data")).toTensor(given));
    }
    if (data.isPresent()) {
      throw new InvalidInputException(label + " has both 'data' and 'binary_data_size'");
    }
    return new Input.Pending(new BinaryInput(known, given, size.getAsLong()));
  }

  private InvalidInputException missing(String field) {
    return new InvalidInputException(label + " has no '" + field + "'");
  }
}
