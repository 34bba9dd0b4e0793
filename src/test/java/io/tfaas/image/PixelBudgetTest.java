package io.tfaas.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tfaas.error.OverloadedException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class PixelBudgetTest {

  private static final int TOTAL = 10 * PixelBudget.FREE;

  private final PixelBudget impatient = new PixelBudget(TOTAL, Duration.ZERO);

  private void assertRefused(long pixels) {
    assertThatExceptionOfType(OverloadedException.class)
        .isThrownBy(() -> impatient.take(pixels))
        .withMessage(
            "Other large images are being decoded; try again in a moment, or send smaller ones");
  }

  @Test
  void imagesThatAreTooManyAtOnceAreRefused() {
    try (PixelBudget.Share first = impatient.take(TOTAL / 2);
        PixelBudget.Share second = impatient.take(TOTAL / 2)) {
      assertThat(first).isNotSameAs(second);
      assertRefused(PixelBudget.FREE + 1);
    }
  }

  @Test
  void whatIsGivenBackIsTakenAgain() {
    for (int i = 0; i < 3; i++) {
      try (PixelBudget.Share all = impatient.take(TOTAL)) {
        assertThat(all).isNotNull();
        assertRefused(TOTAL);
      }
    }
  }

  @Test
  void smallImagesAreNotCounted() {
    try (PixelBudget.Share all = impatient.take(TOTAL);
        PixelBudget.Share small = impatient.take(PixelBudget.FREE)) {
      assertThat(small).isNotSameAs(all);
    }
  }

  @Test
  void anImageLargerThanAllIsDecodedAlone() {
    try (PixelBudget.Share large = impatient.take(100L * TOTAL)) {
      assertThat(large).isNotNull();
      assertRefused(PixelBudget.FREE + 1);
    }
    impatient.take(TOTAL).close();
  }

  @Test
  void anImageWaitsForTheOthers() {
    PixelBudget patient = new PixelBudget(TOTAL, Duration.ofSeconds(50));
    CompletableFuture<Void> second;
    try (PixelBudget.Share first = patient.take(TOTAL)) {
      assertThat(first).isNotNull();
      second = CompletableFuture.runAsync(() -> patient.take(TOTAL).close());
    }
    assertThat(second).succeedsWithin(Duration.ofSeconds(40));
  }
}
