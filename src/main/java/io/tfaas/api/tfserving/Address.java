package io.tfaas.api.tfserving;

import io.tfaas.error.ClientText;
import io.tfaas.error.InvalidInputException;
import io.tfaas.error.NotFoundException;
import io.tfaas.model.ModelName;
import io.tfaas.model.ModelRef;
import io.tfaas.model.VersionChoice;

/**
 * The model and version that a path names. Jersey splits the path before it decodes the parts, so a
 * name may hold what divides them.
 */
final class Address {

  /** The path of a model, and of a version of it. */
  static final String PATH = "models/{model: [^/:]+}{version: (/versions/[0-9]+|/labels/[^/:]+)?}";

  private static final String NUMBERED = "/versions/";
  private static final String LABELLED = "/labels/";

  private Address() {}

  /**
   * The model and version of the two parameters of a path.
   *
   * @throws NotFoundException for a name that no model can have
   * @throws InvalidInputException for a number that no version can have
   */
  static ModelRef of(String model, String version) {
    return new ModelRef(model(model), version(version));
  }

  private static ModelName model(String name) {
    if (!ModelName.isValid(name)) {
      throw new NotFoundException("No such model: '" + ClientText.shown(name) + "'");
    }
    return new ModelName(name);
  }

  private static VersionChoice version(String version) {
    if (version.startsWith(LABELLED)) {
      return new VersionChoice.Label(version.substring(LABELLED.length()));
    }
    if (!version.startsWith(NUMBERED)) {
      return new VersionChoice.Default();
    }
    String number = version.substring(NUMBERED.length());
    try {
      return new VersionChoice.Number(Long.parseLong(number));
    } catch (NumberFormatException e) {
      throw new InvalidInputException(
          "Version " + ClientText.shown(number) + " is out of the range of int64", e);
    }
  }
}
