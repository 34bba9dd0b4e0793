package io.tfaas.inference;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import io.tfaas.inference.CallStatistics.BatchTiming;
import io.tfaas.inference.CallStatistics.FailureReason;
import io.tfaas.inference.CallStatistics.Timing;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts the calls of one model version. */
final class CallCounters {

  /**
   * When the parts of a call of TensorFlow began and ended, by {@link System#nanoTime()}.
   *
   * @param start its rows begin to be put together
   * @param ready TensorFlow is called
   * @param ran TensorFlow has answered
   * @param end the answer is taken apart
   */
  record Times(long start, long ready, long ran, long end) {}

  /* Each size up to this is counted by itself, and as many larger ones: those are a client's choice. */
  private static final int MOST_SIZES = 1024;

  private final LongAdder rows = new LongAdder();
  private final Counter success = new Counter();
  private final Counter failure = new Counter();
  private final Map<FailureReason, LongAdder> failures = new EnumMap<>(FailureReason.class);
  private final Counter queue = new Counter();
  private final Parts requests = new Parts();
  private final NavigableMap<Integer, Parts> batches = new ConcurrentSkipListMap<>();
  private final LongAdder executions = new LongAdder();
  private volatile long lastMillis;

  CallCounters() {
    for (FailureReason reason : FailureReason.values()) {
      failures.put(reason, new LongAdder());
    }
  }

  /** A request's call is about to start. */
  void waited(long nanos) {
    queue.add(1, nanos);
  }

  /** TensorFlow has answered so many requests at once. */
  void ran(int requestCount, int rowCount, Times times) {
    rows.add(rowCount);
    executions.increment();
    requests.add(requestCount, times);
    if (isListed(rowCount)) {
      batches.computeIfAbsent(rowCount, count -> new Parts()).add(1, times);
    }
    lastMillis = System.currentTimeMillis();
  }

  private boolean isListed(int rowCount) {
    return rowCount <= MOST_SIZES
        || batches.containsKey(rowCount)
        || batches.tailMap(MOST_SIZES, false).size() < MOST_SIZES;
  }

  /** A request has its answer. */
  void succeeded(long nanos) {
    success.add(1, nanos);
  }

  /** A request has failed. */
  void failed(long nanos, Throwable cause) {
    failure.add(1, nanos);
    requireNonNull(failures.get(FailureReason.of(cause))).increment();
  }

  /**
   * @param pending requests that wait now
   */
  CallStatistics snapshot(int pending) {
    return new CallStatistics(
        lastMillis,
        rows.sum(),
        executions.sum(),
        pending,
        success.timing(),
        failure.timing(),
        failures.entrySet().stream().collect(toMap(Map.Entry::getKey, e -> e.getValue().sum())),
        queue.timing(),
        requests.input.timing(),
        requests.infer.timing(),
        requests.output.timing(),
        batches.entrySet().stream().map(e -> e.getValue().timing(e.getKey())).toList());
  }

  private static final class Counter {
    private final LongAdder count = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    void add(int times, long nanosEach) {
      count.add(times);
      nanos.add(times * nanosEach);
    }

    Timing timing() {
      return new Timing(count.sum(), nanos.sum());
    }
  }

  private static final class Parts {
    private final Counter input = new Counter();
    private final Counter infer = new Counter();
    private final Counter output = new Counter();

    void add(int requestCount, Times times) {
      input.add(requestCount, times.ready() - times.start());
      infer.add(requestCount, times.ran() - times.ready());
      output.add(requestCount, times.end() - times.ran());
    }

    BatchTiming timing(int rows) {
      return new BatchTiming(rows, input.timing(), infer.timing(), output.timing());
    }
  }
}
