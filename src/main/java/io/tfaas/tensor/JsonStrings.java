package io.tfaas.tensor;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * Byte strings in JSON: UTF-8 text as a string, any other bytes as {@code {"b64": "…"}}, the form
 * that TensorFlow Serving's clients know.
 */
public final class JsonStrings {

  private static final String BASE64 = "b64";

  private JsonStrings() {}

  /** The UTF-8 bytes of a text; empty where it is none, as half a surrogate pair. */
  public static Optional<byte[]> utf8(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          return Optional.empty();
        }
        i++;
      }
    }
    return Optional.of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The bytes of the object that the parser stands at; empty where it is of another form. */
  public static Optional<byte[]> base64(JsonParser json) throws IOException {
    boolean right =
        BASE64.equals(json.nextFieldName()) && json.nextToken() == JsonToken.VALUE_STRING;
    if (!right) {
      return Optional.empty();
    }
    String text = json.getText();
    if (json.nextToken() != JsonToken.END_OBJECT) {
      return Optional.empty();
    }
    try {
      return Optional.of(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Writes text as a string, and other bytes as an object. */
  public static void write(JsonGenerator json, byte[] bytes) throws IOException {
    String text = new String(bytes, StandardCharsets.UTF_8);
    boolean utf8 =
        text.indexOf('\uFFFD') < 0 || Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes);
    if (utf8) {
      json.writeString(text);
    } else {
      writeBase64(json, bytes);
    }
  }

  /** Writes any bytes as an object. */
  public static void writeBase64(JsonGenerator json, byte[] bytes) throws IOException {
    json.writeStartObject();
    json.writeStringField(BASE64, Base64.getEncoder().encodeToString(bytes));
    json.writeEndObject();
  }
}
