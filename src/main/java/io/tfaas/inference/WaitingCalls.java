package io.tfaas.inference;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls in the order of their coming, and the next batch of them. Not safe for several threads. */
final class WaitingCalls {

  /* Calls looked at that do not fit, before a batch goes as it is. */
  private static final int MOST_PASSED_OVER = 64;

  private final Deque<PendingCall> calls = new ArrayDeque<>();
  private final int maxRows;
  private final WaitingBytes allBytes;
  private int rows;
  private long bytes;

  /**
   * @param maxRows most rows of several calls in a batch
   * @param allBytes where the bytes of these calls are counted with those of other models
   */
  WaitingCalls(int maxRows, WaitingBytes allBytes) {
    this.maxRows = maxRows;
    this.allBytes = allBytes;
  }

  void add(PendingCall call) {
    calls.add(call);
    rows += call.weight();
    bytes += call.byteSize();
    allBytes.add(call.byteSize());
  }

  private void uncount(PendingCall call) {
    rows -= call.weight();
    bytes -= call.byteSize();
    allBytes.remove(call.byteSize());
  }

  boolean isEmpty() {
    return calls.isEmpty();
  }

  int size() {
    return calls.size();
  }

  int rows() {
    return rows;
  }

  /** How many bytes the inputs have. */
  long bytes() {
    return bytes;
  }

  /** How many batches these calls make, if they can be batched; otherwise, how many calls. */
  int turns(boolean batched) {
    return batched ? (rows + maxRows - 1) / maxRows : calls.size();
  }

  /** Takes the first call, and what fits with it; nothing where none waits. */
  List<PendingCall> takeBatch() {
    PendingCall first = next();
    if (first == null) {
      return List.of();
    }
    List<PendingCall> batch = new ArrayList<>();
    batch.add(first);
    if (first.canBeBatched()) {
      addFitting(batch);
    }
    return batch;
  }

  /* Those that are not taken keep their places. */
  private void addFitting(List<PendingCall> batch) {
    for (PendingCall call : fitting(batch.get(0))) {
      calls.remove(call);
      uncount(call);
      batch.add(call);
    }
  }

  /*
   * TensorFlow's oneDNN keeps kernels for each number of rows that it has seen, in each thread:
   * calls beyond a round number wait for the next batch, unless they are most of this one.
   */
  private List<PendingCall> fitting(PendingCall first) {
    List<PendingCall> fitting = new ArrayList<>();
    int taken = first.rows();
    int round = isRound(taken) ? taken : 0;
    int untilRound = 0;
    int passedOver = 0;
    for (PendingCall call : calls) {
      if (taken >= maxRows || passedOver == MOST_PASSED_OVER) {
        break;
      }
      if (!call.result().isDone() && taken + call.rows() <= maxRows && first.fitsWith(call)) {
        fitting.add(call);
        taken += call.rows();
        if (isRound(taken)) {
          round = taken;
          untilRound = fitting.size();
        }
      } else {
        passedOver++;
      }
    }
    return 2 * round > taken ? fitting.subList(0, untilRound) : fitting;
  }

  /* Up to eight, a power of two, or three times one. */
  private static boolean isRound(int rows) {
    int top = Integer.highestOneBit(rows);
    return rows <= 8 || rows == top || rows == top + top / 2;
  }

  /* The next call that anyone still waits for. */
  private @Nullable PendingCall next() {
    while (true) {
      PendingCall call = calls.poll();
      if (call == null) {
        return null;
      }
      uncount(call);
      if (!call.result().isDone()) {
        return call;
      }
      call.free();
    }
  }

  /** Takes out the calls that are late. */
  List<PendingCall> takeLate(long now) {
    List<PendingCall> late = new ArrayList<>();
    for (Iterator<PendingCall> all = calls.iterator(); all.hasNext(); ) {
      PendingCall call = all.next();
      if (call.isLate(now)) {
        all.remove();
        uncount(call);
        late.add(call);
      }
    }
    return late;
  }

  /** The earliest of the calls' deadlines and this one. */
  long earliestDeadline(long other) {
    long earliest = other;
    for (PendingCall call : calls) {
      earliest = call.earlier(earliest);
    }
    return earliest;
  }
}
