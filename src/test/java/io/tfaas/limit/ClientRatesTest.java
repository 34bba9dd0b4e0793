package io.tfaas.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ClientRatesTest {

  private final AtomicLong nanos = new AtomicLong();
  private final ClientRates rates = new ClientRates(2, Duration.ofSeconds(10), nanos::get);

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void countsDownAndRefuses() {
    assertThat(rates.take("a")).isEqualTo(new Allowance(true, 2, 1, 5, 0));
    assertThat(rates.take("a")).isEqualTo(new Allowance(true, 2, 0, 10, 0));
    assertThat(rates.take("a")).isEqualTo(new Allowance(false, 2, 0, 10, 5));
  }

  @Test
  void clientsDoNotShare() {
    rates.take("a");
    rates.take("a");

    assertThat(rates.take("b").granted()).isTrue();
  }

  @Test
  void grantsAgainAsTimePasses() {
    rates.take("a");
    rates.take("a");
    pass(Duration.ofSeconds(5));

    assertThat(rates.take("a").granted()).isTrue();
    assertThat(rates.take("a").granted()).isFalse();
  }

  @Test
  void whoIsForgottenHadItsWholeRateBack() {
    rates.take("a");
    rates.take("a");
    pass(Duration.ofSeconds(11));

    assertThat(rates.take("a").remaining()).isEqualTo(1);
  }

  @Test
  void refusedRequestsDoNotCount() {
    rates.take("a");
    rates.take("a");
    for (int i = 0; i < 100; i++) {
      rates.take("a");
    }
    pass(Duration.ofSeconds(5));

    assertThat(rates.take("a").granted()).isTrue();
  }
}
