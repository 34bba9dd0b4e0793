package io.tfaas.repository;

import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Messages in protobuf's text form. Fields that the message does not have are passed over, and
 * named.
 */
final class TextProto {

  private static final TextFormat.Parser STRICT = TextFormat.getParser();
  private static final TextFormat.Parser LENIENT =
      TextFormat.Parser.newBuilder().setAllowUnknownFields(true).build();

  /* A line of the parser's message: "12:3:<tab>package.Message.field". */
  private static final Pattern UNKNOWN =
      Pattern.compile("(?m)^(\\d+):\\d+:\\t(?:.*\\.)?([^.\\n]+)$");

  /* The parser would log what it passes over, with every look at the file. */
  private static final Logger PARSER_LOG = Logger.getLogger(TextFormat.class.getName());

  static {
    PARSER_LOG.setLevel(Level.OFF);
  }

  private TextProto() {}

  /**
   * Reads a message.
   *
   * @return the fields that were passed over, with their lines
   * @throws TextFormat.ParseException when the text is no such message, even so
   */
  static List<String> merge(String text, Message.Builder message) throws TextFormat.ParseException {
    try {
      STRICT.merge(text, message);
      return List.of();
    } catch (TextFormat.ParseException e) {
      message.clear();
      LENIENT.merge(text, message);
      return unknown(String.valueOf(e.getMessage()));
    }
  }

  private static List<String> unknown(String message) {
    List<String> fields = new ArrayList<>();
    Matcher matcher = UNKNOWN.matcher(message);
    while (matcher.find()) {
      fields.add("'" + matcher.group(2) + "' (line " + matcher.group(1) + ")");
    }
    return fields;
  }
}
