package io.tfaas.api.v2;

import java.util.List;

/** What the server tells of itself. */
record ServerMetadata(String name, String version, List<String> extensions) {

  private static final List<String> EXTENSIONS =
      List.of(
          "binary_tensor_data",
          "classification",
          "model_repository",
          "model_repository(unload_dependents)",
          "parameters",
          "statistics");

  ServerMetadata(String version) {
    this("tfaas", version, EXTENSIONS);
  }
}
