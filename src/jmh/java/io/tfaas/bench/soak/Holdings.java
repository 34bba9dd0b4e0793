package io.tfaas.bench.soak;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the server holds while nothing is asked of it.
 *
 * @param values by name
 * @param slack how much more of each is no growth
 */
record Holdings(Map<String, Long> values, Map<String, Long> slack) {

  Holdings {
    values = new LinkedHashMap<>(values);
    slack = Map.copyOf(slack);
  }

  boolean isNoMoreThan(Holdings before) {
    return values.keySet().stream().noneMatch(name -> hasGrown(name, before));
  }

  private boolean hasGrown(String name, Holdings before) {
    return of(name) > before.of(name) + slack.getOrDefault(name, 0L);
  }

  private long of(String name) {
    return values.getOrDefault(name, 0L);
  }

  /** A table of both. */
  String beside(Holdings before) {
    StringBuilder table =
        new StringBuilder("%-60s %10s %10s%n".formatted("held", "minute 1", "end"));
    for (String name : values.keySet()) {
      table.append(
          "%-60s %10d %10d%s%n"
              .formatted(name, before.of(name), of(name), hasGrown(name, before) ? " GROWN" : ""));
    }
    return table.toString();
  }
}
