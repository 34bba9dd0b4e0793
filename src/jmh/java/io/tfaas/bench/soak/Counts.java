package io.tfaas.bench.soak;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** How often what happened; anything whose name begins with "wrong" is one too many. */
final class Counts {

  private static final String WRONG = "wrong: ";
  private static final int SHOWN = 200;

  private final Map<String, AtomicLong> counts = new ConcurrentSkipListMap<>();

  void add(String what) {
    counts.computeIfAbsent(what, name -> new AtomicLong()).incrementAndGet();
  }

  void wrong(String what) {
    add(WRONG + what.substring(0, Math.min(SHOWN, what.length())).replace('\n', ' '));
  }

  boolean areRight() {
    return counts.keySet().stream().noneMatch(name -> name.startsWith(WRONG));
  }

  @Override
  public String toString() {
    StringBuilder table = new StringBuilder();
    counts.forEach((name, count) -> table.append("%-60s %10d%n".formatted(name, count.get())));
    return table.toString();
  }
}
