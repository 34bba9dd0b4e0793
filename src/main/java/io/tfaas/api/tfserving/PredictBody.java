package io.tfaas.api.tfserving;

import io.tfaas.error.InvalidInputException;
import io.tfaas.model.BoundSignature;
import io.tfaas.model.ModelVersion;
import io.tfaas.tensor.NamedTensors;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The body of a predict call. Its data can be read only by a signature's types; until the body
 * names the signature, one is presumed.
 */
final class PredictBody implements JsonReader.Fields {

  private final ModelVersion version;
  private final SignatureField signature;
  private @Nullable InputsReader inputs;
  private String readBy = "";
  private Form form = Form.COLUMNS;

  private PredictBody(ModelVersion version, SignatureField signature) {
    this.version = version;
    this.signature = signature;
  }

  /**
   * Reads a body; again where it names the signature after the data, and then by that name.
   *
   * @throws InvalidInputException when it is no call of one of the version's signatures
   */
  static PredictBody read(JsonReader json, byte[] body, ModelVersion version) {
    try {
      PredictBody read = json.read(body, () -> new PredictBody(version, new SignatureField()));
      if (read.inputs == null || read.readBy.equals(read.signature.name())) {
        return read.checked();
      }
    } catch (InvalidInputException e) {
      /* The body may be at fault, or what was presumed: reading it by its own name will tell. */
    }
    String name = json.read(body, SignatureField::new).name();
    return json.read(body, () -> new PredictBody(version, new SignatureField(name))).checked();
  }

  @Override
  public void read(String field, JsonInput input) throws IOException {
    switch (field) {
      case SignatureField.FIELD -> signature.read(field, input);
      case "instances" -> {
        form = Form.ROWS;
        begin().readRows(input);
      }
      case "inputs" -> begin().readColumns(input);
      default -> input.parser().skipChildren();
    }
  }

  private InputsReader begin() {
    if (inputs != null) {
      throw new InvalidInputException(
          "The data are given twice; give either 'instances' or 'inputs', once");
    }
    readBy = signature.name();
    inputs = new InputsReader(signature().signature());
    return inputs;
  }

  private PredictBody checked() {
    if (inputs == null && !signature().signature().inputs().isEmpty()) {
      throw new InvalidInputException(
          "The body has no data; give 'instances', a list of rows, or 'inputs'");
    }
    return this;
  }

  BoundSignature signature() {
    return Names.signature(version, signature.name());
  }

  Form form() {
    return form;
  }

  /** The input tensors; the caller closes them. */
  NamedTensors tensors() {
    return inputs == null ? new NamedTensors() : inputs.tensors();
  }
}
