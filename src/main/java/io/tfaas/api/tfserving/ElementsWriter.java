package io.tfaas.api.tfserving;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tfaas.error.InvalidInputException;
import io.tfaas.tensor.Elements;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Writes the elements of one output, nested as its shape is. */
final class ElementsWriter {

  private static final String BYTES_SUFFIX = "_bytes";

  private final Elements elements;
  private final long[] sizes;
  private final boolean asBytes;

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
    this.sizes = elements.shape().dimensions();
    this.asBytes = name.endsWith(BYTES_SUFFIX);
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
    writeRun(json, 0, elements.size());
  }

  /** Writes one element. */
  void writeElement(JsonGenerator json, int i) throws IOException {
    writeRun(json, i, i + 1);
  }

  /* Returns the index behind the last element written. */
  private int write(JsonGenerator json, int dimension, int from) throws IOException {
    if (dimension == sizes.length) {
      writeRun(json, from, from + 1);
      return from + 1;
    }
    int next = from;
    json.writeStartArray();
    if (dimension == sizes.length - 1) {
      next = from + (int) sizes[dimension];
      writeRun(json, from, next);
    } else {
      for (long i = 0; i < sizes[dimension]; i++) {
        next = write(json, dimension + 1, next);
      }
    }
    json.writeEndArray();
    return next;
  }

  private void writeRun(JsonGenerator json, int from, int to) throws IOException {
    if (elements instanceof Elements.Floats floats) {
      for (int i = from; i < to; i++) {
        json.writeNumber(floats.values()[i]);
      }
    } else if (elements instanceof Elements.Doubles doubles) {
      for (int i = from; i < to; i++) {
        json.writeNumber(doubles.values()[i]);
      }
    } else {
      for (int i = from; i < to; i++) {
        writeOther(json, i);
      }
    }
  }

  private void writeOther(JsonGenerator json, int i) throws IOException {
    if (elements instanceof Elements.Longs longs) {
      writeLong(json, longs, i);
    } else if (elements instanceof Elements.Booleans booleans) {
      json.writeBoolean(booleans.values()[i]);
    } else if (elements instanceof Elements.Strings strings) {
      writeString(json, strings.values()[i]);
    }
  }

  private static void writeLong(JsonGenerator json, Elements.Longs longs, int i)
      throws IOException {
    long value = longs.values()[i];
    if (longs.unsigned64() && value < 0) {
      json.writeNumber(new BigInteger(Long.toUnsignedString(value)));
    } else {
      json.writeNumber(value);
    }
  }

  private void writeString(JsonGenerator json, byte[] value) throws IOException {
    if (!asBytes) {
      try {
        json.writeString(
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString());
        return;
      } catch (CharacterCodingException e) {
        /* No text: JSON can carry it as base64 only. */
      }
    }
    json.writeStartObject();
    json.writeStringField("b64", Base64.getEncoder().encodeToString(value));
    json.writeEndObject();
  }
}
