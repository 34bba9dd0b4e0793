package io.tfaas.api.tfserving;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tfaas.error.ClientText;
import io.tfaas.error.InvalidInputException;
import io.tfaas.model.Signature;
import io.tfaas.tensor.ElementType;
import io.tfaas.tensor.NamedTensors;
import io.tfaas.tensor.Tensor;
import io.tfaas.tensor.TensorSpec;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads the inputs of a signature, in the form that the request has. */
final class InputsReader {

  private final Signature signature;
  private final Map<String, TensorReader> readers = new LinkedHashMap<>();
  private Function<TensorReader, Tensor> finish = TensorReader::tensor;
  private Optional<FloatLists> lists = Optional.empty();

  InputsReader(Signature signature) {
    this.signature = signature;
    for (TensorSpec input : signature.inputs()) {
      readers.put(input.name(), new TensorReader(input));
    }
  }

  /** Reads a list with an element for each row. */
  void readRows(JsonInput input) throws IOException {
    JsonParser parser = input.parser();
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw new InvalidInputException(
          "'instances' is "
              + JsonInput.shown(parser)
              + "; it takes a list, an element for each row");
    }
    if (readQuickly(input)) {
      return;
    }
    JsonToken first = parser.nextToken();
    if (first == JsonToken.END_ARRAY) {
      throw new InvalidInputException("'instances' is empty; it takes an element for each row");
    }
    if (first == JsonToken.START_OBJECT && !input.atBase64()) {
      finish = TensorReader::stacked;
      readNamedRows(parser);
    } else {
      only("instances").readElements(parser);
    }
  }

  private boolean readQuickly(JsonInput input) throws IOException {
    List<TensorSpec> specs = signature.inputs();
    if (specs.size() == 1 && specs.get(0).type() == ElementType.FLOAT) {
      lists = input.floatLists();
    }
    return lists.isPresent();
  }

  private void readNamedRows(JsonParser parser) throws IOException {
    int row = 0;
    for (JsonToken token = parser.currentToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      row++;
      if (token != JsonToken.START_OBJECT) {
        throw new InvalidInputException(
            "Row %d of 'instances' is %s; the rows before it are objects"
                .formatted(row, JsonInput.shown(parser)));
      }
      readNamedRow(parser, row);
    }
  }

  private void readNamedRow(JsonParser parser, int row) throws IOException {
    int fields = 0;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      TensorReader reader = readers.get(name);
      if (reader == null) {
        throw new InvalidInputException(
            "Row %d of 'instances' has an unknown input '%s'; %s"
                .formatted(row, ClientText.shown(name), takes()));
      }
      if (reader.rows() == row) {
        throw new InvalidInputException(
            "Row %d of 'instances' gives input '%s' twice".formatted(row, name));
      }
      parser.nextToken();
      reader.read(parser);
      fields++;
    }
    if (fields < readers.size()) {
      readers.forEach((name, reader) -> requireGiven(reader.rows() == row, name, row));
    }
  }

  private static void requireGiven(boolean given, String name, int row) {
    if (!given) {
      throw new InvalidInputException(
          "Row %d of 'instances' lacks input '%s'".formatted(row, name));
    }
  }

  /** Reads the whole tensors; names that the signature does not know are passed over. */
  void readColumns(JsonInput input) throws IOException {
    if (readQuickly(input)) {
      return;
    }
    JsonParser parser = input.parser();
    if (parser.currentToken() != JsonToken.START_OBJECT || input.atBase64()) {
      only("inputs").read(parser);
      return;
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      TensorReader reader = readers.get(parser.currentName());
      if (reader != null && reader.rows() > 0) {
        throw new InvalidInputException(
            "'inputs' gives input '%s' twice".formatted(parser.currentName()));
      }
      parser.nextToken();
      if (reader == null) {
        parser.skipChildren();
      } else {
        reader.read(parser);
      }
    }
    readers.forEach(
        (name, reader) -> {
          if (reader.rows() == 0) {
            throw new InvalidInputException("'inputs' lacks input '" + name + "'; " + takes());
          }
        });
  }

  private TensorReader only(String field) {
    if (readers.size() != 1) {
      throw new InvalidInputException(
          "'%s' gives values without names; %s".formatted(field, takes()));
    }
    return readers.values().iterator().next();
  }

  private String takes() {
    return readers.isEmpty()
        ? "signature '" + signature.name() + "' takes no inputs"
        : "signature '%s' takes %s"
            .formatted(signature.name(), String.join(", ", readers.keySet()));
  }

  /** The tensors of all inputs; the caller closes them. */
  NamedTensors tensors() {
    NamedTensors tensors = new NamedTensors();
    try {
      readers.forEach(
          (name, reader) ->
              tensors.put(name, lists.isPresent() ? lists.get().tensor() : finish.apply(reader)));
      return tensors;
    } catch (RuntimeException | Error e) {
      tensors.close();
      throw e;
    }
  }
}
