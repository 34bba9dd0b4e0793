package io.tfaas.bench;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/** Calls without a server: threads that each make the same call again and again, and the times. */
final class TimedLoop {

  private final Runnable call;
  private final int threads;

  /**
   * @param call safe to be made by all threads at once
   */
  TimedLoop(Runnable call, int threads) {
    this.call = call;
    this.threads = threads;
  }

  /**
   * Prints a line as src/bench/wrk/post.lua does, then resident kB and CPU seconds; the times are
   * those of a call.
   *
   * @param each how many requests a call counts for
   */
  void print(int each, long warmUpSeconds, long seconds)
      throws IOException, InterruptedException, ExecutionException {
    run(SECONDS.toNanos(warmUpSeconds));
    double cpu = cpuSeconds();
    long start = System.nanoTime();
    long[] times = run(SECONDS.toNanos(seconds));
    long micros = (System.nanoTime() - start) / 1000;
    System.out.printf(
        "%d\t%d\t%d\t%d\t%d\t%d\t0\t%d\t%.2f%n",
        (long) times.length * each,
        micros,
        at(times, 0.5),
        at(times, 0.99),
        at(times, 0.999),
        at(times, 1),
        residentKilobytes(),
        cpuSeconds() - cpu);
  }

  /** The time of each call in microseconds, sorted. */
  private long[] run(long nanos) throws InterruptedException, ExecutionException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<LongStream>> times = new ArrayList<>();
      long end = System.nanoTime() + nanos;
      for (int i = 0; i < threads; i++) {
        times.add(pool.submit(() -> calls(end)));
      }
      LongStream all = LongStream.empty();
      for (Future<LongStream> some : times) {
        all = LongStream.concat(all, some.get());
      }
      return all.sorted().toArray();
    } finally {
      pool.shutdown();
    }
  }

  private LongStream calls(long end) {
    LongStream.Builder times = LongStream.builder();
    for (long now = System.nanoTime(); now < end; ) {
      call.run();
      long done = System.nanoTime();
      times.add((done - now) / 1000);
      now = done;
    }
    return times.build();
  }

  private static long at(long[] sorted, double part) {
    return sorted.length == 0 ? 0 : sorted[(int) (part * (sorted.length - 1))];
  }

  private static double cpuSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
  }

  private static long residentKilobytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }
}
