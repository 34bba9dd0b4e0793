package io.tfaas.api.v2;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.tfaas.error.InvalidInputException;
import io.tfaas.model.Signature;
import io.tfaas.tensor.NamedTensors;
import java.io.CharConversionException;
import java.io.IOException;

/** Reads requests to infer: JSON, JSON with binary tensors after it, or the bytes of an input. */
final class InferReader {

  private static final int MAX_NUMBER_LENGTH = 400;

  private final JsonFactory factory;

  /**
   * @param maxDepth nesting allowed in the JSON
   */
  InferReader(int maxDepth) {
    this.factory =
        new JsonFactoryBuilder()
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(maxDepth)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();
  }

  /**
   * Reads a request for a signature.
   *
   * @throws InvalidInputException when it is none
   */
  InferRequest read(InferBody body, Signature signature) throws IOException {
    if (body.isRaw()) {
      return RawRequest.read(body, signature);
    }
    NamedTensors inputs = new NamedTensors();
    boolean read = false;
    try {
      RequestParser parser = new RequestParser(signature, factory, inputs);
      InferRequest request = parse(body, parser);
      readBinary(body, parser, inputs);
      read = true;
      return request;
    } finally {
      if (!read) {
        inputs.close();
      }
    }
  }

  private InferRequest parse(InferBody body, RequestParser parser) throws IOException {
    try (JsonParser json = factory.createParser(body.json())) {
      return parser.parse(json);
    } catch (CharConversionException e) {
      throw new InvalidInputException("The body is not JSON", e);
    }
  }

  private static void readBinary(InferBody body, RequestParser parser, NamedTensors inputs)
      throws IOException {
    if (body.jsonLength().isEmpty()) {
      if (!parser.binary().isEmpty()) {
        throw new InvalidInputException(
            "Input '%s' has binary_data_size, but the request has no header %s"
                .formatted(parser.binary().get(0).spec().name(), InferBody.JSON_LENGTH));
      }
      return;
    }
    BinaryPart binary = body.binary();
    for (BinaryInput input : parser.binary()) {
      inputs.put(input.spec().name(), binary.read(input));
    }
    binary.requireEnd();
  }
}
