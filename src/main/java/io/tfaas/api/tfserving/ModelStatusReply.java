package io.tfaas.api.tfserving;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.tfaas.model.ModelName;
import io.tfaas.model.VersionStatus;
import java.util.List;

/**
 * The states of a model's versions, newest first, as TensorFlow Serving's protobuf JSON has them.
 */
record ModelStatusReply(@JsonProperty("model_version_status") List<Version> versions) {

  /** All models; an extension, TensorFlow Serving lists none. */
  record Models(List<Model> models) {}

  record Model(String name, @JsonProperty("model_version_status") List<LabelledVersion> versions) {}

  record Version(String version, VersionStatus.State state, Status status) {
    static Version of(VersionStatus version) {
      return new Version(
          Long.toString(version.version()), version.state(), Status.of(version.error()));
    }
  }

  record LabelledVersion(
      String version,
      VersionStatus.State state,
      Status status,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> labels) {}

  record Status(
      @JsonProperty("error_code") String code, @JsonProperty("error_message") String message) {
    static Status of(String error) {
      return new Status(error.isEmpty() ? "OK" : "UNKNOWN", error);
    }
  }

  static ModelStatusReply of(List<VersionStatus> versions) {
    return new ModelStatusReply(versions.stream().map(Version::of).toList());
  }

  static Model model(ModelName name, List<VersionStatus> versions) {
    return new Model(
        name.value(),
        versions.stream()
            .map(
                version ->
                    new LabelledVersion(
                        Long.toString(version.version()),
                        version.state(),
                        Status.of(version.error()),
                        version.labels()))
            .toList());
  }
}
