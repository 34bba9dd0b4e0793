package io.tfaas.model;

import io.tfaas.error.TooLargeException;
import io.tfaas.error.UnavailableException;
import java.io.IOException;
import java.util.concurrent.Semaphore;

/**
 * The part of the Java heap that graphs take while they are loaded, counted in the bytes of their
 * files. Whoever finds no room waits, in the order of coming, for those that are being loaded.
 */
final class GraphBudget {

  /* Bytes to a permit: a semaphore counts no further than an int. */
  private static final int UNIT = 1024;

  private final long bytes;
  private final Semaphore left;

  /**
   * @param bytes most bytes of all files at once
   */
  GraphBudget(long bytes) {
    this.bytes = bytes;
    this.left = new Semaphore(permits(bytes), /* fair= */ true);
  }

  /* A graph is in memory as bytes and as a message, beside what the requests take. */
  static GraphBudget ofHeap() {
    return new GraphBudget(Runtime.getRuntime().maxMemory() / 3);
  }

  private static int permits(long bytes) {
    return (int) Math.min(Integer.MAX_VALUE, bytes / UNIT + 1);
  }

  /** What is done with a graph in memory. */
  interface Work<T> {
    T get() throws IOException;
  }

  /**
   * Does what takes a graph into memory, once there is room for it.
   *
   * @param size of the graph's file in bytes
   * @throws TooLargeException when there never is
   * @throws UnavailableException when the calling thread is interrupted while it waits
   */
  <T> T within(long size, Work<T> work) throws IOException {
    if (size > bytes) {
      throw new TooLargeException(
          "The graph has %d bytes; of this server's Java heap it may have a third, %d: give the JVM more by -Xmx"
              .formatted(size, bytes));
    }
    int permits = permits(size);
    acquire(permits);
    try {
      return work.get();
    } finally {
      left.release(permits);
    }
  }

  private void acquire(int permits) {
    try {
      left.acquire(permits);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("The server stopped while the model waited to be loaded", e);
    }
  }

  /** Whether a graph waits for room. */
  boolean isWaitedFor() {
    return left.hasQueuedThreads();
  }
}
