package io.tfaas.inference;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of the tensors that wait for a call, of all models together. Those of one model may be
 * as many as are left: alone it gets half, and whatever it leaves waiting there is room for others.
 *
 * @see <a href="https://doi.org/10.1109/90.720870">Choudhury and Hahne, Dynamic queue length
 *     thresholds for shared-memory packet switches</a>
 */
final class WaitingBytes {

  private final long max;
  private final AtomicLong held = new AtomicLong();

  WaitingBytes(long max) {
    this.max = max;
  }

  /**
   * Whether a call may wait. Several models may be told so of the same room, each for one call.
   *
   * @param own bytes that wait for the same model
   */
  boolean haveRoom(long own, long more) {
    return own + more <= max - held.get();
  }

  void add(long bytes) {
    held.addAndGet(bytes);
  }

  void remove(long bytes) {
    held.addAndGet(-bytes);
  }

  long held() {
    return held.get();
  }
}
