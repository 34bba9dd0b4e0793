package io.tfaas.api.tfserving;

import io.tfaas.testing.Samples;
import io.tfaas.testing.ServerTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The application with some models of the conformance cases, and the labels that these need. */
abstract class ConformanceModels extends ServerTest {

  static final String HALF_PLUS_TWO = "/v1/models/saved_model_half_plus_two_2_versions";

  /** Names of the models in the model folder; the two with labels are there in any case. */
  abstract List<String> models();

  @Override
  protected final void prepare(Path models) {
    models()
        .forEach(
            name ->
                Samples.copy(
                    Samples.resource("/conformance/models/" + name), models.resolve(name)));
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of(
        "tfaas.model-config-file", Samples.resource("/conformance/labels.config").toString());
  }
}
