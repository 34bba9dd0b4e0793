package io.tfaas.api.tfserving;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tfaas.error.InvalidInputException;
import io.tfaas.tensor.Elements;
import io.tfaas.tensor.JsonElements;
import io.tfaas.tensor.JsonStrings;
import java.io.IOException;

/** Writes the elements of one output, nested as its shape is. */
final class ElementsWriter {

  private static final String BYTES_SUFFIX = "_bytes";

  private final Elements elements;
  private final JsonElements values;
  private final long[] sizes;

  /**
   * @param name of the output; where it ends in {@code _bytes}, strings are written as base64
   * @throws InvalidInputException for complex numbers, which have no form in JSON
   */
  ElementsWriter(String name, Elements elements) {
    if (elements instanceof Elements.Complex) {
      throw new InvalidInputException(
          "Output '" + name + "' of the model is complex, which JSON cannot carry");
    }
    this.elements = elements;
    this.values =
        new JsonElements(
            elements, name.endsWith(BYTES_SUFFIX) ? JsonStrings::writeBase64 : JsonStrings::write);
    this.sizes = elements.shape().dimensions();
  }

  /** Writes all elements. */
  void write(JsonGenerator json) throws IOException {
    write(json, 0, 0);
  }

  /** Writes those of one element of the first dimension. */
  void writeRow(JsonGenerator json, int row) throws IOException {
    write(json, 1, row * (elements.size() / (int) sizes[0]));
  }

  /** Writes all elements one after the other, without their nesting. */
  void writeElements(JsonGenerator json) throws IOException {
    values.write(json);
  }

  /** Writes one element. */
  void writeElement(JsonGenerator json, int i) throws IOException {
    values.write(json, i, i + 1);
  }

  /* Returns the index behind the last element written. */
  private int write(JsonGenerator json, int dimension, int from) throws IOException {
    if (dimension == sizes.length) {
      values.write(json, from, from + 1);
      return from + 1;
    }
    int next = from;
    json.writeStartArray();
    if (dimension == sizes.length - 1) {
      next = from + (int) sizes[dimension];
      values.write(json, from, next);
    } else {
      for (long i = 0; i < sizes[dimension]; i++) {
        next = write(json, dimension + 1, next);
      }
    }
    json.writeEndArray();
    return next;
  }
}
