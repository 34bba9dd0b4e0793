package io.tfaas.api.tfaas;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tfaas.model.VersionRules;
import io.tfaas.model.VersionStatus;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The versions of a model as {@code /models/X/versions} shows them.
 *
 * @param policy which versions are served, in words
 * @param pin the version that is the default; left out where it is the newest
 * @param notices what the model's files say and has no effect
 */
record VersionsView(
    String name,
    String policy,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long pin,
    Map<String, Long> labels,
    List<VersionView> versions,
    List<String> notices) {

  /**
   * One version.
   *
   * @param error why it is not served; left out where nothing went wrong
   */
  record VersionView(
      long version,
      VersionStatus.State state,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) String error,
      List<String> labels) {

    static VersionView of(VersionStatus status) {
      return new VersionView(status.version(), status.state(), status.error(), status.labels());
    }
  }

  static VersionsView of(String name, VersionRules rules, List<VersionStatus> versions) {
    return new VersionsView(
        name,
        rules.policy().toString(),
        rules.pin().orElse(null),
        new TreeMap<>(rules.labels()),
        versions.stream().map(VersionView::of).toList(),
        rules.notices());
  }
}
