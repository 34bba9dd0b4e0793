package io.tfaas.api.tfserving;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tfaas.error.ClientText;
import io.tfaas.error.InvalidInputException;
import io.tfaas.error.TooLargeException;
import io.tfaas.inference.ExampleBuilder;
import io.tfaas.tensor.ElementBuffer;
import io.tfaas.tensor.ElementType;
import io.tfaas.tensor.Shape;
import io.tfaas.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The body of a classify or regress call: examples of features by name, and features that all of
 * them share.
 */
final class ExamplesBody implements JsonReader.Fields {

  private static final long MAX_CONTEXTS = 256L << 20;

  private final SignatureField signature = new SignatureField();
  private final List<byte[]> examples = new ArrayList<>();
  private byte[] context = {};
  private boolean hasContext;
  private boolean hasExamples;

  /**
   * Reads a body.
   *
   * @throws InvalidInputException when it has no examples, or one that is no {@code tf.Example}
   */
  static ExamplesBody read(JsonReader json, byte[] body) {
    ExamplesBody read = json.read(body, ExamplesBody::new);
    if (read.examples.isEmpty()) {
      throw new InvalidInputException(
          (read.hasExamples ? "'examples' is empty" : "'examples' is missing")
              + "; it takes a list of objects, a feature for each key");
    }
    return read;
  }

  @Override
  public void read(String field, JsonInput input) throws IOException {
    switch (field) {
      case SignatureField.FIELD -> signature.read(field, input);
      case "examples" -> readExamples(input.parser());
      case "context" -> readContext(input.parser());
      default -> input.parser().skipChildren();
    }
  }

  private void readExamples(JsonParser parser) throws IOException {
    requireFirst(hasExamples, "examples");
    hasExamples = true;
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw new InvalidInputException(
          "'examples' is " + JsonInput.shown(parser) + "; it takes a list of objects");
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      examples.add(example(parser, "Example " + (examples.size() + 1)));
    }
  }

  private void readContext(JsonParser parser) throws IOException {
    requireFirst(hasContext, "context");
    hasContext = true;
    context = example(parser, "'context'");
  }

  private static void requireFirst(boolean present, String field) {
    if (present) {
      throw new InvalidInputException("'" + field + "' is given twice");
    }
  }

  private static byte[] example(JsonParser parser, String which) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new InvalidInputException(
          which + " is " + JsonInput.shown(parser) + "; it takes an object of features");
    }
    ExampleBuilder example = new ExampleBuilder();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      example.feature(name);
      if (parser.nextToken() == JsonToken.START_ARRAY) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          add(example, name, parser);
        }
      } else {
        add(example, name, parser);
      }
    }
    return example.build();
  }

  /* A number with a fraction or an exponent is a float, any other a whole number. */
  private static void add(ExampleBuilder example, String name, JsonParser parser)
      throws IOException {
    switch (parser.currentToken()) {
      case VALUE_NUMBER_FLOAT -> {
        float value = parser.getFloatValue();
        require(!Float.isInfinite(value) || !JsonInput.isOverflow(parser), name, "float32");
        example.add(value);
      }
      case VALUE_NUMBER_INT -> {
        require(parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER, name, "int64");
        example.add(parser.getLongValue());
      }
      case VALUE_TRUE -> example.add(1L);
      case VALUE_FALSE -> example.add(0L);
      case VALUE_STRING -> example.add(parser.getText().getBytes(StandardCharsets.UTF_8));
      case START_OBJECT ->
          example.add(
              JsonInput.base64(
                  parser, () -> "A value of feature '" + ClientText.shown(name) + "'"));
      default ->
          throw new InvalidInputException(
              "A value of feature '%s' is %s; features are strings, numbers, or lists of one kind"
                  .formatted(ClientText.shown(name), JsonInput.shown(parser)));
    }
  }

  private static void require(boolean inRange, String name, String type) {
    if (!inRange) {
      throw new InvalidInputException(
          "The feature '%s' has a number out of the range of %s"
              .formatted(ClientText.shown(name), type));
    }
  }

  String signature() {
    return signature.name();
  }

  /** How many examples there are. */
  int size() {
    return examples.size();
  }

  /**
   * The serialised examples, each with the context's features; the caller closes the tensor.
   *
   * @throws TooLargeException when a large context would be repeated many times
   */
  Tensor tensor() {
    if ((long) context.length * examples.size() > MAX_CONTEXTS) {
      throw new TooLargeException(
          "'context' is too large to go with each of %d examples: 256 MiB is the limit for all"
              .formatted(examples.size()));
    }
    ElementBuffer all = new ElementBuffer("examples", ElementType.STRING);
    examples.forEach(example -> all.add(withContext(example)));
    return all.toTensor(Shape.of(examples.size()));
  }

  /* Two messages in a row are one, in which the later one's entries of a map replace the other's. */
  private byte[] withContext(byte[] example) {
    if (context.length == 0) {
      return example;
    }
    ByteArrayOutputStream both = new ByteArrayOutputStream(context.length + example.length);
    both.writeBytes(context);
    both.writeBytes(example);
    return both.toByteArray();
  }
}
