package io.tfaas.api.tfserving;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tfaas.error.InvalidInputException;
import io.tfaas.model.ModelVersion;
import io.tfaas.tensor.ElementType;
import io.tfaas.tensor.Elements;
import io.tfaas.tensor.NamedTensors;
import io.tfaas.tensor.Tensor;
import java.io.IOException;

/** A value for each example. */
final class RegressReply implements Reply {

  private static final String VALUES = "outputs";

  private final long version;
  private final ElementsWriter values;

  /**
   * @param outputs stay the caller's, who may close them when this is made
   * @throws InvalidInputException when they are not one number for each example
   */
  RegressReply(ModelVersion version, int examples, NamedTensors outputs) {
    Tensor tensor =
        outputs
            .find(VALUES)
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "The signature has no output 'outputs'; call it with predict"));
    if (tensor.type() != ElementType.FLOAT || !isColumn(tensor, examples)) {
      throw new InvalidInputException(
          "Output 'outputs' of the model is %s%s; regress needs float32[%d] or float32[%d,1]"
              .formatted(tensor.type(), tensor.shape(), examples, examples));
    }
    this.version = version.number();
    this.values = new ElementsWriter(VALUES, Elements.of(tensor));
  }

  private static boolean isColumn(Tensor tensor, int examples) {
    int rank = tensor.shape().rank();
    return tensor.size() == examples
        && (rank == 1 || (rank == 2 && tensor.shape().dimension(1) == 1));
  }

  @Override
  public long version() {
    return version;
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("results");
    values.writeElements(json);
    json.writeEndArray();
    json.writeEndObject();
  }
}
