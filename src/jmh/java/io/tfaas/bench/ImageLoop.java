package io.tfaas.bench;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Images a second without a server: threads that each decode a batch and run the model. */
public final class ImageLoop {

  private final DigitsModel model;
  private final List<byte[]> images;
  private final int batch;
  private final int threads;

  private ImageLoop(DigitsModel model, List<byte[]> images, int batch, int threads) {
    this.model = model;
    this.images = images;
    this.batch = batch;
    this.threads = threads;
  }

  /**
   * Prints a line as src/bench/wrk/post.lua does, then resident kB and CPU seconds; a request is an
   * image, the times are those of a batch.
   *
   * @param args folder of the SavedModel, folder with images, images a batch, threads, seconds to
   *     warm up, seconds to measure
   */
  public static void main(String[] args)
      throws IOException, InterruptedException, ExecutionException {
    int batch = Integer.parseInt(args[2]);
    try (DigitsModel model = new DigitsModel(Path.of(args[0]))) {
      ImageLoop loop =
          new ImageLoop(model, images(Path.of(args[1])), batch, Integer.parseInt(args[3]));
      loop.run(SECONDS.toNanos(Long.parseLong(args[4])));
      double cpu = cpuSeconds();
      long start = System.nanoTime();
      long[] times = loop.run(SECONDS.toNanos(Long.parseLong(args[5])));
      long micros = (System.nanoTime() - start) / 1000;
      System.out.printf(
          "%d\t%d\t%d\t%d\t%d\t%d\t0\t%d\t%.2f%n",
          (long) times.length * batch,
          micros,
          at(times, 0.5),
          at(times, 0.99),
          at(times, 0.999),
          at(times, 1),
          residentKilobytes(),
          cpuSeconds() - cpu);
    }
  }

  private static List<byte[]> images(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("digit_"))
          .sorted()
          .map(ImageLoop::read)
          .toList();
    }
  }

  static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The time of each batch in microseconds, sorted. */
  private long[] run(long nanos) throws InterruptedException, ExecutionException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<LongStream>> times = new ArrayList<>();
      long end = System.nanoTime() + nanos;
      for (int i = 0; i < threads; i++) {
        times.add(pool.submit(() -> batches(end)));
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

  private LongStream batches(long end) {
    LongStream.Builder times = LongStream.builder();
    int next = 0;
    for (long now = System.nanoTime(); now < end; ) {
      List<byte[]> some = new ArrayList<>(batch);
      for (int i = 0; i < batch; i++) {
        some.add(images.get(next++ % images.size()));
      }
      model.classify(some);
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
