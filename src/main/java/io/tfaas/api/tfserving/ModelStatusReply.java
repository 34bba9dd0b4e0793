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

  /* TensorFlow Serving has no word for what is served and not in memory. */
  private static VersionStatus.State shown(VersionStatus version) {
    return version.isServed() ? VersionStatus.State.AVAILABLE : version.state();
  }

  record Version(String version, VersionStatus.State state, Status status) {
    static Version of(VersionStatus version) {
      return new Version(Long.toString(version.version()), shown(version), Status.of(version));
    }
  }

  record LabelledVersion(
      String version,
      VersionStatus.State state,
      Status status,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> labels) {}

  record Status(
      @JsonProperty("error_code") String code, @JsonProperty("error_message") String message) {
    private static final String IDLE = "Not in memory; the next call loads it";

    static Status of(VersionStatus version) {
      if (version.state() == VersionStatus.State.IDLE) {
        return new Status("OK", IDLE);
      }
      return new Status(version.error().isEmpty() ? "OK" : "UNKNOWN", version.error());
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
                        shown(version),
                        Status.of(version),
                        version.labels()))
            .toList());
  }
}
