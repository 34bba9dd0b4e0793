package io.tfaas.api.tfserving;

import io.tfaas.error.ClientText;
import io.tfaas.error.InvalidInputException;
import io.tfaas.model.BoundSignature;
import io.tfaas.model.ModelVersion;

/** Names in requests. */
final class Names {

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
                  version.name(),
                  ClientText.shown(name),
                  String.join(", ", version.signatures().keySet())));
    }
    return signature;
  }
}
