package io.tfaas.api.tfserving;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tfaas.error.InvalidInputException;
import io.tfaas.model.ModelVersion;
import io.tfaas.tensor.ElementType;
import io.tfaas.tensor.Elements;
import io.tfaas.tensor.NamedTensors;
import io.tfaas.tensor.Shape;
import io.tfaas.tensor.Tensor;
import java.io.IOException;
import java.util.Optional;

/** Labels and scores of each example; a model may give only one of the two. */
final class ClassifyReply implements Reply {

  private static final String LABELS = "classes";
  private static final String SCORES = "scores";

  private final long version;
  private final int examples;
  private final int classes;
  private final Optional<ElementsWriter> labels;
  private final Optional<Elements.Floats> scores;

  /**
   * @param outputs stay the caller's, who may close them when this is made
   * @throws InvalidInputException when they are no classes of as many examples
   */
  ClassifyReply(ModelVersion version, int examples, NamedTensors outputs) {
    this.version = version.number();
    this.examples = examples;
    Optional<Tensor> labelled = find(outputs, LABELS, ElementType.STRING);
    Optional<Tensor> scored = find(outputs, SCORES, ElementType.FLOAT);
    Shape shape =
        labelled
            .or(() -> scored)
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "The signature has neither an output 'classes' nor 'scores'; call it with"
                            + " predict"))
            .shape();
    if (shape.rank() != 2
        || shape.dimension(0) != examples
        || scored.filter(tensor -> !tensor.shape().equals(shape)).isPresent()) {
      throw new InvalidInputException(
          "The model's classes are of shape %s and its scores of shape %s; for %d examples both"
                  .formatted(shown(labelled), shown(scored), examples)
              + " must be ["
              + examples
              + ", number of classes]");
    }
    this.classes = (int) shape.dimension(1);
    this.labels = labelled.map(tensor -> new ElementsWriter(LABELS, Elements.of(tensor)));
    this.scores = scored.map(tensor -> (Elements.Floats) Elements.of(tensor));
  }

  private static Optional<Tensor> find(NamedTensors outputs, String name, ElementType type) {
    Optional<Tensor> tensor = outputs.find(name);
    if (tensor.filter(found -> found.type() != type).isPresent()) {
      throw new InvalidInputException(
          "Output '%s' of the model is %s; classify needs %s"
              .formatted(name, tensor.get().type(), type));
    }
    return tensor;
  }

  private static String shown(Optional<Tensor> tensor) {
    return tensor.map(found -> found.shape().toString()).orElse("none");
  }

  @Override
  public long version() {
    return version;
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("results");
    for (int example = 0; example < examples; example++) {
      json.writeStartArray();
      for (int i = example * classes; i < (example + 1) * classes; i++) {
        writeClass(json, i);
      }
      json.writeEndArray();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeClass(JsonGenerator json, int i) throws IOException {
    json.writeStartArray();
    if (labels.isPresent()) {
      labels.get().writeElement(json, i);
    } else {
      json.writeString("");
    }
    json.writeNumber(scores.isPresent() ? scores.get().values()[i] : 0f);
    json.writeEndArray();
  }
}
