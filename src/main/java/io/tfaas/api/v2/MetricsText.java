package io.tfaas.api.v2;

import io.tfaas.inference.CallStatistics;
import io.tfaas.inference.CallStatistics.FailureReason;
import io.tfaas.inference.CallStatistics.Timing;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Figures in Prometheus' text format, version 0.0.4: a sample of each family for each version of a
 * model, with the names and units of Triton's metrics.
 *
 * <p>Prometheus' own library is not used since it ends the name of every counter in {@code _total},
 * where Triton's do not.
 */
final class MetricsText {

  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private enum Type {
    COUNTER("counter"),
    GAUGE("gauge");

    private final String text;

    Type(String text) {
      this.text = text;
    }
  }

  private record Family(String name, Type type, String help, ToLongFunction<CallStatistics> value) {

    static Family count(String name, String help, ToLongFunction<CallStatistics> value) {
      return new Family("nv_inference_" + name, Type.COUNTER, help, value);
    }

    static Family micros(String name, String help, Function<CallStatistics, Timing> timing) {
      return count(
          name + "_duration_us",
          "Microseconds, of all requests together, " + help,
          calls -> TimeUnit.NANOSECONDS.toMicros(timing.apply(calls).nanos()));
    }
  }

  private static final List<Family> FAMILIES =
      List.of(
          Family.count(
              "request_success", "Requests that were answered", calls -> calls.success().count()),
          Family.count("count", "Rows that were answered", CallStatistics::inferenceCount),
          Family.count("exec_count", "Calls of TensorFlow", CallStatistics::executionCount),
          Family.micros("request", "from arrival to answer", CallStatistics::success),
          Family.micros("queue", "from arrival to the start of the call", CallStatistics::queue),
          Family.micros("compute_input", "to put batches together", CallStatistics::computeInput),
          Family.micros("compute_infer", "in TensorFlow", CallStatistics::computeInfer),
          Family.micros("compute_output", "to take batches apart", CallStatistics::computeOutput),
          new Family(
              "nv_inference_pending_request_count",
              Type.GAUGE,
              "Requests that wait for their call to begin",
              CallStatistics::pending));

  private final StringBuilder text = new StringBuilder();
  private final List<Statistics.Figures> figures;

  private MetricsText(List<Statistics.Figures> figures) {
    this.figures = figures;
  }

  static String of(List<Statistics.Figures> figures) {
    MetricsText metrics = new MetricsText(figures);
    FAMILIES.forEach(metrics::append);
    metrics.appendFailures();
    return metrics.text.toString();
  }

  private void append(Family family) {
    appendHead(family.name(), family.type(), family.help());
    for (Statistics.Figures of : figures) {
      appendSample(family.name(), of, "", family.value().applyAsLong(of.calls()));
    }
  }

  private void appendFailures() {
    String name = "nv_inference_request_failure";
    appendHead(name, Type.COUNTER, "Requests that failed, by reason");
    for (Statistics.Figures of : figures) {
      for (FailureReason reason : FailureReason.values()) {
        long count = of.calls().failures().getOrDefault(reason, 0L);
        appendSample(name, of, ",reason=\"" + reason + "\"", count);
      }
    }
  }

  private void appendHead(String name, Type type, String help) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type.text).append('\n');
  }

  private void appendSample(String name, Statistics.Figures of, String moreLabels, long value) {
    text.append(name).append("{model=\"").append(escaped(of.name().value()));
    text.append("\",version=\"").append(of.version()).append('"').append(moreLabels);
    text.append("} ").append(value).append('\n');
  }

  /* Names of models hold neither backslashes nor line ends, the other characters to be escaped. */
  private static String escaped(String name) {
    return name.replace("\"", "\\\"");
  }
}
