package io.tfaas.api.tfserving;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tfaas.error.ClientText;
import io.tfaas.error.InvalidInputException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;

/** A parser on its way through a body, and a look ahead of it. */
final class JsonInput implements Closeable {

  private static final String BASE64 = "b64";
  private static final byte[] REST = "{\"\":[]".getBytes(StandardCharsets.US_ASCII);

  private final JsonFactory json;
  private byte[] body;
  private final boolean quick;
  private JsonParser parser;

  /**
   * @param quick whether lists of numbers may be read past the parser
   */
  JsonInput(JsonFactory json, byte[] body, boolean quick) throws IOException {
    this.json = json;
    this.body = body;
    this.quick = quick;
    this.parser = json.createParser(body);
  }

  JsonParser parser() {
    return parser;
  }

  /**
   * Whether the object that begins at the parser's token is {@code {"b64": text}} and so stands for
   * a string, not for inputs by their names. The parser stays where it is.
   */
  boolean atBase64() throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      return false;
    }
    int from = (int) parser.currentTokenLocation().getByteOffset();
    try (JsonParser ahead = json.createParser(body, from, body.length - from)) {
      ahead.nextToken();
      return BASE64.equals(ahead.nextFieldName())
          && ahead.nextToken() == JsonToken.VALUE_STRING
          && ahead.nextToken() == JsonToken.END_OBJECT;
    }
  }

  /**
   * The lists of float32 numbers that begin at the parser's token; the parser goes to their end.
   * Empty where there is anything else; the parser stays where it is then.
   */
  Optional<FloatLists> floatLists() throws IOException {
    if (!quick || parser.currentToken() != JsonToken.START_ARRAY) {
      return Optional.empty();
    }
    int from = (int) parser.currentTokenLocation().getByteOffset();
    Optional<FloatLists> lists = FloatLists.scan(body, from);
    if (lists.isPresent()) {
      goOnFrom(lists.get().end());
    }
    return lists;
  }

  /* A parser cannot be moved: another one reads on, in an object that begins with a list too. */
  private void goOnFrom(int end) throws IOException {
    byte[] rest = new byte[REST.length + body.length - end];
    System.arraycopy(REST, 0, rest, 0, REST.length);
    System.arraycopy(body, end, rest, REST.length, body.length - end);
    parser.close();
    body = rest;
    parser = json.createParser(body);
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      /* To the end of the list. */
    }
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }

  /**
   * The bytes of a {@code {"b64": text}} that begins at the parser's token; the parser goes to its
   * end.
   *
   * @throws InvalidInputException when it is another object, or the text is not base64
   */
  static byte[] base64(JsonParser parser, Supplier<String> where) throws IOException {
    if (BASE64.equals(parser.nextFieldName()) && parser.nextToken() == JsonToken.VALUE_STRING) {
      byte[] text = parser.getText().getBytes(StandardCharsets.UTF_8);
      if (parser.nextToken() == JsonToken.END_OBJECT) {
        return decoded(text, where);
      }
    }
    throw new InvalidInputException(
        where.get() + " is an object; the only one that stands for a value is {\"b64\": text}");
  }

  private static byte[] decoded(byte[] text, Supplier<String> where) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(where.get() + " is not base64 of the standard alphabet", e);
    }
  }

  /**
   * Whether the parser's token, read as infinite, is none of the words for infinity but digits that
   * mean more than a double can hold.
   */
  static boolean isOverflow(JsonParser parser) throws IOException {
    String text = parser.getText();
    boolean word = text.endsWith("Infinity");
    return !word && (text.endsWith("INF") || Double.isInfinite(Double.parseDouble(text)));
  }

  /** What the parser's token is, for messages. */
  static String shown(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "a list";
      case VALUE_STRING -> "a string";
      case VALUE_NULL -> "null";
      case VALUE_TRUE, VALUE_FALSE -> "a truth value";
      default -> "the number " + ClientText.shown(parser.getText());
    };
  }
}
