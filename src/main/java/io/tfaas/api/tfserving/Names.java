package io.tfaas.api.tfserving;

import io.tfaas.error.InvalidInputException;
import io.tfaas.model.BoundSignature;
import io.tfaas.model.ModelVersion;

/** Names in requests: of the signature, and any of them in a message. */
final class Names {

  private static final int MAX_LENGTH = 100;

  private Names() {}

  /**
   * The signature of this name.
   *
   * @throws InvalidInputException when the model has none
   */
  static BoundSignature signature(ModelVersion version, String name) {
    BoundSignature signature = version.signatures().get(name);
    if (signature == null) {
      throw new InvalidInputException(
          "Model '%s' has no signature '%s'; it has: %s"
              .formatted(
                  version.name(), shown(name), String.join(", ", version.signatures().keySet())));
    }
    return signature;
  }

  /** A client's text, safe to repeat to it. */
  static String shown(String text) {
    String shown = text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
    return shown.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
  }
}
