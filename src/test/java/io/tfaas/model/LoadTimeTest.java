package io.tfaas.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tfaas.error.InvalidModelException;
import io.tfaas.error.UnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LoadTimeTest {

  private final CountedVersion counted = new CountedVersion(1);
  private final CountDownLatch end = new CountDownLatch(1);
  private final CompletableFuture<Thread> loader = new CompletableFuture<>();

  /* Has begun at once, and ends when the test lets it. */
  private ModelVersion stuck(Runnable begun) {
    loader.complete(Thread.currentThread());
    begun.run();
    while (true) {
      try {
        end.await();
        return counted.version();
      } catch (InterruptedException e) {
        /* Neither does TensorFlow hear of it. */
      }
    }
  }

  private static LoadTime of(Duration limit) {
    return new LoadTime(limit);
  }

  @Test
  void givesWhatIsLoadedInTime() throws IOException {
    LoadTime time = of(Duration.ofMinutes(1));

    assertThat(time.within(begun -> counted.version())).isSameAs(counted.version());
    assertThat(counted.frees()).isZero();
  }

  @Test
  void aLoadWhoseTimeIsOverIsRefusedAndFreedWhenItEnds() throws Exception {
    LoadTime time = of(Duration.ofMillis(1));

    assertThatExceptionOfType(InvalidModelException.class)
        .isThrownBy(() -> time.within(this::stuck))
        .withMessageContaining("(tfaas.load-timeout)");
    end.countDown();
    loader.get().join();
    assertThat(counted.frees()).isOne();
  }

  @Test
  void aLoadThatCannotBeginIsCalledOff() throws Exception {
    LoadTime time = of(Duration.ofMillis(1));
    CompletableFuture<InterruptedException> calledOff = new CompletableFuture<>();

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> time.within(begun -> waiting(calledOff)))
        .withMessageContaining("take the memory that this one needs");
    assertThat(calledOff.get()).isNotNull();
  }

  private ModelVersion waiting(CompletableFuture<InterruptedException> calledOff) {
    try {
      end.await();
    } catch (InterruptedException e) {
      calledOff.complete(e);
    }
    return counted.version();
  }

  @Test
  void noModelIsLoadedBesideFourThatWereGivenUp() throws Exception {
    LoadTime time = of(Duration.ofMillis(1));
    for (int i = 0; i < 4; i++) {
      assertThatExceptionOfType(InvalidModelException.class)
          .isThrownBy(() -> time.within(this::stuck));
    }

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> time.within(begun -> counted.version()))
        .withMessageEndingWith("restart the server");
    end.countDown();
  }

  @Test
  void failuresAreTheLoads() {
    LoadTime time = of(Duration.ofMinutes(1));

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () ->
                time.within(
                    begun -> {
                      throw new IOException("gone");
                    }))
        .withMessage("gone");
    assertThatExceptionOfType(StackOverflowError.class)
        .isThrownBy(
            () ->
                time.within(
                    begun -> {
                      throw new StackOverflowError("deep");
                    }))
        .withMessage("deep");
  }
}
