package io.tfaas.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Counts the requests of each client: so many at once, and as they are used up, as many again over
 * the period.
 */
public final class ClientRates {

  /* Whoever has more addresses than this can push out others, who then may begin anew. */
  private static final long MAX_CLIENTS = 100_000;

  private final int requests;
  private final Duration period;
  private final TimeMeter clock;
  private final Cache<String, Bucket> buckets;

  public ClientRates(int requests, Duration period) {
    this(requests, period, System::nanoTime);
  }

  ClientRates(int requests, Duration period, LongSupplier nanoClock) {
    this.requests = requests;
    this.period = period;
    this.clock = new Clock(nanoClock);
    /* In the caller's thread: none of the JVM's own shall hold on to the web application. */
    this.buckets =
        Caffeine.newBuilder()
            .maximumSize(MAX_CLIENTS)
            .ticker(nanoClock::getAsLong)
            .expireAfterAccess(period)
            .executor(Runnable::run)
            .build();
  }

  /** Counts a request of the client, and tells what is left to it. */
  Allowance take(String client) {
    Bucket bucket = buckets.get(client, name -> bucket());
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
    return new Allowance(
        probe.isConsumed(),
        requests,
        probe.getRemainingTokens(),
        seconds(probe.getNanosToWaitForReset()),
        seconds(probe.getNanosToWaitForRefill()));
  }

  private Bucket bucket() {
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(requests).refillGreedy(requests, period))
        .withCustomTimePrecision(clock)
        .build();
  }

  private static long seconds(long nanos) {
    return (nanos + 999_999_999) / 1_000_000_000;
  }

  private record Clock(LongSupplier nanos) implements TimeMeter {

    @Override
    public long currentTimeNanos() {
      return nanos.getAsLong();
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }
}
