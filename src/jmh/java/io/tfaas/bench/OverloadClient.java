package io.tfaas.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Finds how many requests a second a server answers, then sends 0.8 times and 3 times as many at
 * fixed times, whether or not it keeps up; latencies count from these times. Prints a line for each
 * of the three: what, offered a second, answered a second, their p50 and p99 in ms, refused (429 or
 * 503), failed. {@code src/bench/run overload} runs it.
 */
public final class OverloadClient {

  /* As keep all processors at calls, and no more: what is refused takes time from them. */
  private static final int CAPACITY_CLIENTS = 2 * Runtime.getRuntime().availableProcessors();

  private static final double OVERLOAD = 3;
  private static final double NORMAL = 0.8;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpRequest request;

  private OverloadClient(HttpRequest request) {
    this.request = request;
  }

  /** What came of the requests of one measurement. */
  private static final class Replies {
    private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
    private final LongAdder refused = new LongAdder();
    private final LongAdder failed = new LongAdder();

    void add(@Nullable HttpResponse<byte[]> reply, long since) {
      int status = reply == null ? 0 : reply.statusCode();
      if (status == 200) {
        nanos.add(System.nanoTime() - since);
      } else if (status == 429 || status == 503) {
        refused.increment();
      } else {
        failed.increment();
      }
    }

    double print(String what, double offered, double seconds) {
      long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
      double rate = sorted.length / seconds;
      System.out.printf(
          "OVERLOAD\t%s\t%.0f\t%.1f\t%.2f\t%.2f\t%d\t%d%n",
          what,
          offered,
          rate,
          millis(sorted, 0.5),
          millis(sorted, 0.99),
          refused.sum(),
          failed.sum());
      return rate;
    }

    private static double millis(long[] sorted, double share) {
      return sorted.length == 0 ? 0 : sorted[(int) (share * (sorted.length - 1))] / 1e6;
    }
  }

  /** Arguments: URL, file with the body, seconds of each measurement. */
  public static void main(String[] args) throws IOException {
    List<String> given = Arrays.asList(args);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(given.get(0)))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofFile(Path.of(given.get(1))))
            .build();
    double seconds = Double.parseDouble(given.get(2));
    OverloadClient load = new OverloadClient(request);
    load.closedLoop(seconds / 4);
    Replies most = load.closedLoop(seconds);
    double capacity = most.print("capacity", 0, seconds);
    load.openLoop(NORMAL * capacity, seconds).print("0.8 times", NORMAL * capacity, seconds);
    load.openLoop(OVERLOAD * capacity, seconds).print("3 times", OVERLOAD * capacity, seconds);
  }

  private CompletableFuture<Void> send(Replies replies, long since) {
    return client
        .sendAsync(request, BodyHandlers.ofByteArray())
        .handle(
            (reply, failure) -> {
              replies.add(reply, since);
              return null;
            });
  }

  private Replies closedLoop(double seconds) {
    Replies replies = new Replies();
    Semaphore clients = new Semaphore(CAPACITY_CLIENTS);
    long end = System.nanoTime() + (long) (seconds * 1e9);
    while (System.nanoTime() < end) {
      clients.acquireUninterruptibly();
      CompletableFuture<Void> sent = send(replies, System.nanoTime());
      var unused = sent.whenComplete((done, failure) -> clients.release());
    }
    clients.acquireUninterruptibly(CAPACITY_CLIENTS);
    return replies;
  }

  private Replies openLoop(double rate, double seconds) {
    Replies replies = new Replies();
    long count = (long) (rate * seconds);
    long begin = System.nanoTime();
    ConcurrentLinkedQueue<CompletableFuture<Void>> sent = new ConcurrentLinkedQueue<>();
    for (long i = 0; i < count; i++) {
      long at = begin + (long) (i * 1e9 / rate);
      for (long left = at - System.nanoTime(); left > 0; left = at - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      sent.add(send(replies, at));
    }
    sent.forEach(CompletableFuture::join);
    return replies;
  }
}
