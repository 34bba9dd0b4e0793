package io.tfaas.tensor;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigInteger;

/**
 * Writes elements as JSON values, one after another: all but complex ones, of which it writes none.
 * What JSON has no number for is written as the generator has it.
 */
public final class JsonElements {

  /** How a string is written, which differs between interfaces. */
  public interface Text {
    void write(JsonGenerator json, byte[] value) throws IOException;
  }

  private final Elements elements;
  private final Text text;

  public JsonElements(Elements elements, Text text) {
    this.elements = elements;
    this.text = text;
  }

  /** Writes all elements. */
  public void write(JsonGenerator json) throws IOException {
    write(json, 0, elements.size());
  }

  /** Writes the elements from one index up to another, which is not written. */
  public void write(JsonGenerator json, int from, int to) throws IOException {
    if (elements instanceof Elements.Floats floats) {
      for (int i = from; i < to; i++) {
        json.writeNumber(floats.values()[i]);
      }
    } else if (elements instanceof Elements.Doubles doubles) {
      for (int i = from; i < to; i++) {
        json.writeNumber(doubles.values()[i]);
      }
    } else if (elements instanceof Elements.Longs longs) {
      for (int i = from; i < to; i++) {
        write(json, longs.values()[i], longs.unsigned64());
      }
    } else if (elements instanceof Elements.Booleans booleans) {
      for (int i = from; i < to; i++) {
        json.writeBoolean(booleans.values()[i]);
      }
    } else if (elements instanceof Elements.Strings strings) {
      for (int i = from; i < to; i++) {
        text.write(json, strings.values()[i]);
      }
    }
  }

  private static void write(JsonGenerator json, long value, boolean unsigned) throws IOException {
    if (unsigned && value < 0) {
      json.writeNumber(new BigInteger(Long.toUnsignedString(value)));
    } else {
      json.writeNumber(value);
    }
  }
}
