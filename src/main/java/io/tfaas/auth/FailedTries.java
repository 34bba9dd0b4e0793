package io.tfaas.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Counts the wrong tokens of each address, a minute at a time. */
final class FailedTries {

  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
  private static final int ADDRESSES = 10_000;

  /* Who has an IPv6 address has all of its network's. */
  private static final int NETWORK_BYTES = 8;

  private record Tries(int count, long since) {}

  private final int limit;
  private final Ticker clock;
  private final Cache<String, Tries> tries;

  /**
   * @param limit in a minute; 0 for none
   */
  FailedTries(int limit, Ticker clock) {
    this.limit = limit;
    this.clock = clock;
    /* In the caller's thread: none of the JVM's own shall hold on to the web application. */
    this.tries =
        Caffeine.newBuilder()
            .maximumSize(ADDRESSES)
            .expireAfterWrite(Duration.ofNanos(MINUTE))
            .ticker(clock)
            .executor(Runnable::run)
            .build();
  }

  /** How long this address may show no token; 0 where it may now. */
  long secondsToWait(Optional<InetAddress> peer) {
    Tries known = limit == 0 ? null : tries.getIfPresent(key(peer));
    if (known == null || known.count() < limit) {
      return 0;
    }
    long left = known.since() + MINUTE - clock.read();
    return left <= 0 ? 0 : 1 + TimeUnit.NANOSECONDS.toSeconds(left - 1);
  }

  void failed(Optional<InetAddress> peer) {
    if (limit > 0) {
      long now = clock.read();
      tries.asMap().merge(key(peer), new Tries(1, now), (known, one) -> counted(known, one));
    }
  }

  private static Tries counted(Tries known, Tries one) {
    return one.since() - known.since() >= MINUTE
        ? one
        : new Tries(known.count() + 1, known.since());
  }

  private static String key(Optional<InetAddress> peer) {
    return peer.map(FailedTries::network).orElse("");
  }

  private static String network(InetAddress address) {
    return address instanceof Inet6Address six
        ? Arrays.toString(Arrays.copyOf(six.getAddress(), NETWORK_BYTES))
        : address.getHostAddress();
  }
}
