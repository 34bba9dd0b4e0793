package io.tfaas.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class FailedTriesTest {

  private final AtomicLong now = new AtomicLong();
  private final FailedTries tries = new FailedTries(3, now::get);

  @Test
  void aFewAreAllowed() {
    fail("192.0.2.1", 2);
    assertThat(tries.secondsToWait(address("192.0.2.1"))).isZero();
  }

  @Test
  void afterTooManyAnAddressWaitsForTheMinutesEnd() {
    fail("192.0.2.1", 3);
    now.addAndGet(TimeUnit.SECONDS.toNanos(20));
    assertThat(tries.secondsToWait(address("192.0.2.1"))).isEqualTo(40);
    now.addAndGet(TimeUnit.SECONDS.toNanos(40));
    assertThat(tries.secondsToWait(address("192.0.2.1"))).isZero();
  }

  @Test
  void anotherAddressDoesNotWait() {
    fail("192.0.2.1", 3);
    assertThat(tries.secondsToWait(address("192.0.2.2"))).isZero();
  }

  @Test
  void theAddressesOfANetworkWaitTogether() {
    fail("2001:db8:0:1::1", 3);
    assertThat(tries.secondsToWait(address("2001:db8:0:1:ffff::2"))).isPositive();
    assertThat(tries.secondsToWait(address("2001:db8:0:2::1"))).isZero();
  }

  @Test
  void noLimitIsNone() {
    FailedTries unlimited = new FailedTries(0, now::get);
    unlimited.failed(address("192.0.2.1"));
    assertThat(unlimited.secondsToWait(address("192.0.2.1"))).isZero();
  }

  private void fail(String address, int times) {
    for (int i = 0; i < times; i++) {
      tries.failed(address(address));
    }
  }

  private static Optional<InetAddress> address(String text) {
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
