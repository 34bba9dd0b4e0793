package io.tfaas.api.tfserving;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tfaas.error.InvalidInputException;
import java.io.IOException;

/** {@code signature_name}, wherever it stands in a body. */
final class SignatureField implements JsonReader.Fields {

  static final String FIELD = "signature_name";

  private static final String DEFAULT = "serving_default";

  private boolean given;
  private String name;

  SignatureField() {
    this(DEFAULT);
  }

  /**
   * @param presumed the name until the body gives one
   */
  SignatureField(String presumed) {
    this.name = presumed;
  }

  /** The name of the signature, as far as the body was read. */
  String name() {
    return name;
  }

  @Override
  public void read(String field, JsonInput input) throws IOException {
    JsonParser parser = input.parser();
    if (!field.equals(FIELD)) {
      parser.skipChildren();
      return;
    }
    if (given) {
      throw new InvalidInputException("'signature_name' is given twice");
    }
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw new InvalidInputException(
          "'signature_name' is " + JsonInput.shown(parser) + "; it takes a string");
    }
    given = true;
    name = parser.getText().isEmpty() ? DEFAULT : parser.getText();
  }
}
