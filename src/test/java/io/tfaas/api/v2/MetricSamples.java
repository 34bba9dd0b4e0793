package io.tfaas.api.v2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The samples of a text in Prometheus' format. */
final class MetricSamples {

  record Sample(String name, Map<String, String> labels, long value) {}

  private static final Pattern LINE = Pattern.compile("(\\w+)\\{(.*)} (\\d+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  private final List<Sample> samples;

  private MetricSamples(List<Sample> samples) {
    this.samples = samples;
  }

  static MetricSamples of(String text) {
    return new MetricSamples(
        text.lines().filter(line -> !line.startsWith("#")).map(MetricSamples::sample).toList());
  }

  private static Sample sample(String line) {
    MatchResult parts = LINE.matcher(line).results().findFirst().orElseThrow();
    Map<String, String> labels = new HashMap<>();
    LABEL.matcher(parts.group(2)).results().forEach(l -> labels.put(l.group(1), l.group(2)));
    return new Sample(parts.group(1), labels, Long.parseLong(parts.group(3)));
  }

  /** The value of the one sample with this name and these labels. */
  long value(String name, Map<String, String> labels) {
    List<Sample> found =
        samples.stream().filter(s -> s.name().equals(name) && s.labels().equals(labels)).toList();
    assertThat(found).as(name + labels).hasSize(1);
    return found.get(0).value();
  }

  /** Requires what a conformance case names: its labels are regular expressions. */
  void require(JsonNode wanted) {
    assertThat(samples)
        .as(wanted.toString())
        .anySatisfy(
            sample -> {
              assertThat(sample.name()).isEqualTo(wanted.get("name").textValue());
              wanted
                  .get("labels")
                  .fields()
                  .forEachRemaining(
                      label ->
                          assertThat(sample.labels().get(label.getKey()))
                              .matches(label.getValue().textValue()));
            });
  }
}
