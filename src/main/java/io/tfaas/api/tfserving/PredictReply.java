package io.tfaas.api.tfserving;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tfaas.error.InvalidInputException;
import io.tfaas.model.ModelVersion;
import io.tfaas.tensor.Elements;
import io.tfaas.tensor.NamedTensors;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** The outputs of a predict call, in the form of its request; a single output goes without name. */
final class PredictReply implements Reply {

  private final long version;
  private final Form form;
  private final int rows;
  private final Map<String, ElementsWriter> outputs = new TreeMap<>();

  /**
   * @param outputs stay the caller's, who may close them when this is made
   * @throws InvalidInputException when the outputs cannot be told in this form
   */
  PredictReply(ModelVersion version, Form form, NamedTensors outputs) {
    this.version = version.number();
    this.form = form;
    this.rows = form == Form.ROWS ? rows(outputs) : 0;
    for (String name : outputs.names()) {
      this.outputs.put(name, new ElementsWriter(name, Elements.of(outputs.require(name))));
    }
  }

  private static int rows(NamedTensors outputs) {
    long rows = -1;
    for (String name : outputs.names()) {
      var shape = outputs.require(name).shape();
      if (shape.rank() == 0) {
        throw noRows("Output '" + name + "' is one value for all rows");
      }
      if (rows >= 0 && rows != shape.dimension(0)) {
        throw noRows("The outputs have %d and %d rows".formatted(rows, shape.dimension(0)));
      }
      rows = shape.dimension(0);
    }
    return (int) Math.max(rows, 0);
  }

  private static InvalidInputException noRows(String reason) {
    return new InvalidInputException(
        reason + ", which 'predictions' cannot tell; send 'inputs' instead of 'instances'");
  }

  @Override
  public long version() {
    return version;
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    if (form == Form.ROWS) {
      json.writeArrayFieldStart("predictions");
      for (int row = 0; row < rows; row++) {
        int i = row;
        writeOutputs(json, output -> output.writeRow(json, i));
      }
      json.writeEndArray();
    } else {
      json.writeFieldName("outputs");
      writeOutputs(json, output -> output.write(json));
    }
    json.writeEndObject();
  }

  private interface Part {
    void write(ElementsWriter output) throws IOException;
  }

  private void writeOutputs(JsonGenerator json, Part part) throws IOException {
    if (outputs.size() == 1) {
      part.write(outputs.values().iterator().next());
      return;
    }
    json.writeStartObject();
    for (Map.Entry<String, ElementsWriter> output : outputs.entrySet()) {
      json.writeFieldName(output.getKey());
      part.write(output.getValue());
    }
    json.writeEndObject();
  }
}
