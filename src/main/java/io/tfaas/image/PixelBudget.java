package io.tfaas.image;

import io.tfaas.error.OverloadedException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The pixels of the images that are decoded at once, 3 or 4 bytes each outside of the Java heap; a
 * file says nothing of them, since a single colour packs to nothing. Small images are not counted.
 */
final class PixelBudget {

  /* 512 x 512: all threads that requests have may decode one. */
  static final int FREE = 1 << 18;

  private static final int MAX_WAITING = 16;

  private final int total;
  private final Semaphore left;
  private final Duration patience;

  /**
   * @param total pixels at once; a larger image takes all
   * @param patience how long an image waits for others
   */
  PixelBudget(int total, Duration patience) {
    this.total = total;
    this.left = new Semaphore(total, /* fair= */ true);
    this.patience = patience;
  }

  /** What one image takes, until it is closed. */
  final class Share implements AutoCloseable {

    private final int pixels;

    private Share(int pixels) {
      this.pixels = pixels;
    }

    @Override
    public void close() {
      left.release(pixels);
    }
  }

  /**
   * Takes an image's pixels, waiting a little for them.
   *
   * @throws OverloadedException when too many others are decoded, or wait to be
   */
  Share take(long pixels) {
    int taken = pixels <= FREE ? 0 : (int) Math.min(pixels, total);
    if (taken > 0 && !acquire(taken)) {
      throw new OverloadedException(
          "Other large images are being decoded; try again in a moment, or send smaller ones");
    }
    return new Share(taken);
  }

  private boolean acquire(int pixels) {
    if (left.getQueueLength() >= MAX_WAITING) {
      return false;
    }
    try {
      return left.tryAcquire(pixels, patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
