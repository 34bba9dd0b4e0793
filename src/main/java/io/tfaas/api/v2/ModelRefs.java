package io.tfaas.api.v2;

import io.tfaas.model.ModelName;
import io.tfaas.model.ModelRef;
import io.tfaas.model.VersionChoice;

/** The models and versions that paths name. */
final class ModelRefs {

  private static final String NUMBER = "\\d{1,18}";

  private ModelRefs() {}

  static ModelRef of(String model) {
    return new ModelRef(new ModelName(model), new VersionChoice.Default());
  }

  /** A version by its number, or by a label that stands at it. */
  static ModelRef of(String model, String version) {
    VersionChoice choice =
        version.matches(NUMBER)
            ? new VersionChoice.Number(Long.parseLong(version))
            : new VersionChoice.Label(version);
    return new ModelRef(new ModelName(model), choice);
  }
}
