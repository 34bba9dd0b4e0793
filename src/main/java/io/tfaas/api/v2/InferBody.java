package io.tfaas.api.v2;

import io.tfaas.error.InvalidInputException;
import io.tfaas.error.UnsupportedTypeException;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/**
 * The body of a request to infer: JSON, and after it binary tensors where the header {@value
 * #JSON_LENGTH} says how long the JSON is.
 *
 * @param jsonLength bytes of the JSON part; empty where the whole body is JSON, 0 where nothing is
 * @param length bytes of the whole body, empty where they are not known before it is read
 */
record InferBody(InputStream stream, OptionalLong jsonLength, OptionalLong length) {

  /** The header of the binary tensor data extension, in requests and in replies. */
  static final String JSON_LENGTH = "Inference-Header-Content-Length";

  private static final int MAX_DIGITS = 18;

  InferBody {
    if (jsonLength.isPresent()
        && length.isPresent()
        && jsonLength.getAsLong() > length.getAsLong()) {
      throw new InvalidInputException(
          "The header %s says that the JSON has %d bytes, the body has %d"
              .formatted(JSON_LENGTH, jsonLength.getAsLong(), length.getAsLong()));
    }
  }

  /**
   * The body as the headers describe it.
   *
   * @throws InvalidInputException when they contradict themselves
   * @throws UnsupportedTypeException when it is in a coding that is not read here
   */
  static InferBody of(HttpHeaders headers, InputStream stream) {
    String coding = headers.getHeaderString(HttpHeaders.CONTENT_ENCODING);
    if (coding != null && !coding.isBlank() && !coding.strip().equalsIgnoreCase("identity")) {
      throw new UnsupportedTypeException(
          "This path reads bodies of Content-Encoding gzip, deflate or identity only");
    }
    return new InferBody(
        stream, number(headers, JSON_LENGTH), number(headers, HttpHeaders.CONTENT_LENGTH));
  }

  private static OptionalLong number(HttpHeaders headers, String name) {
    String value = headers.getHeaderString(name);
    if (value == null) {
      return OptionalLong.empty();
    }
    String digits = value.strip();
    if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new InvalidInputException("The header " + name + " is not a number");
    }
    return OptionalLong.of(digits.length() > MAX_DIGITS ? Long.MAX_VALUE : Long.parseLong(digits));
  }

  /** The body, all of it read. */
  InferBody received() throws IOException {
    byte[] bytes = stream.readAllBytes();
    return new InferBody(
        new ByteArrayInputStream(bytes), jsonLength, OptionalLong.of(bytes.length));
  }

  /** Whether the body is the bytes of the only input, without JSON. */
  boolean isRaw() {
    return jsonLength.isPresent() && jsonLength.getAsLong() == 0;
  }

  /** The JSON part, and nothing that comes after. */
  InputStream json() {
    return jsonLength.isPresent() ? new FirstBytes(stream, jsonLength.getAsLong()) : stream;
  }

  /** The binary tensors, to be read after the JSON. */
  BinaryPart binary() {
    return new BinaryPart(
        stream,
        length.isPresent()
            ? OptionalLong.of(length.getAsLong() - jsonLength.orElse(length.getAsLong()))
            : OptionalLong.empty());
  }
}
