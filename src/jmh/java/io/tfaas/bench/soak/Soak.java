package io.tfaas.bench.soak;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Traffic and faults for some minutes, and what the server holds before and after. */
public final class Soak {

  private static final long WARM_UP_SECONDS = 60;

  private Soak() {}

  /** Takes the WAR and the minutes. */
  public static void main(String[] arguments) throws Exception {
    long seconds = Math.max(2 * WARM_UP_SECONDS, 60 * Long.parseLong(arguments[1]));
    boolean good;
    try (SoakedServer server = SoakedServer.start(Path.of(arguments[0]))) {
      Counts counts = new Counts();
      new Rolling(server, counts).upload();
      run(server, counts, WARM_UP_SECONDS);
      Holdings before = server.holdings();
      run(server, counts, seconds - WARM_UP_SECONDS);
      Holdings after = server.holdings();
      System.out.print(counts);
      System.out.print(after.beside(before));
      good = counts.areRight() && after.isNoMoreThan(before);
    }
    System.out.println(good ? "flat, and every answer right" : "NOT as it should be");
    System.exit(good ? 0 : 1);
  }

  private static void run(SoakedServer server, Counts counts, long seconds) throws Exception {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    List<Work> works =
        List.of(
            new Questions(server, counts, "steady"),
            new Questions(server, counts, "steady"),
            new Questions(server, counts, "rolling"),
            new Questions(server, counts, "rolling"),
            new Rolling(server, counts),
            new Faults(server, counts),
            new Pauses(server, counts));
    ExecutorService threads = Executors.newFixedThreadPool(works.size());
    try {
      List<Future<?>> all =
          works.stream().<Future<?>>map(w -> threads.submit(() -> until(end, w))).toList();
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean until(long end, Work work) throws Exception {
    while (System.nanoTime() < end) {
      work.once();
    }
    return true;
  }

  /** Something that is done again and again until the time is up. */
  interface Work {
    void once() throws Exception;
  }
}
