package io.tfaas.inference;

import io.tfaas.error.DeadlineException;
import io.tfaas.model.BoundSignature;
import io.tfaas.model.Lease;
import io.tfaas.tensor.NamedTensors;
import io.tfaas.tensor.Tensor;
import io.tfaas.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A request's call on its way: waiting, or part of a batch that runs. */
final class PendingCall {

  private final Lease lease;
  private final BoundSignature signature;
  private final NamedTensors inputs;
  private final List<Tensor> fed;
  private final int rows;
  private final long byteSize;
  private final CallTerms terms;
  private final long since = System.nanoTime();
  private final long deadline;
  private final CompletableFuture<NamedTensors> result = new CompletableFuture<>();

  PendingCall(Lease lease, BoundSignature signature, NamedTensors inputs, CallTerms terms) {
    this.terms = terms;
    this.deadline = since + terms.timeout().toNanos();
    this.lease = lease;
    this.signature = signature;
    this.inputs = inputs;
    this.fed = new ArrayList<>(signature.signature().inputs().size());
    for (TensorSpec input : signature.signature().inputs()) {
      Tensor tensor = inputs.require(input.name());
      input.requireSafeRank(tensor.shape());
      fed.add(tensor);
    }
    this.rows = rows(fed);
    this.byteSize = inputs.byteSize();
  }

  /*
   * Rows that inputs do not agree on are no rows: such a call is for TensorFlow to refuse. Rows
   * without elements are none either: there can be more of them than an int counts.
   */
  private static int rows(List<Tensor> fed) {
    long rows = 0;
    for (Tensor tensor : fed) {
      boolean none = tensor.size() == 0 || tensor.shape().rank() == 0;
      long of = none ? 0 : tensor.shape().dimension(0);
      if (of == 0 || (rows != 0 && rows != of)) {
        return 0;
      }
      rows = of;
    }
    return (int) rows;
  }

  BoundSignature signature() {
    return signature;
  }

  /** The inputs in the signature's order. */
  List<Tensor> fed() {
    return fed;
  }

  /** How many rows every input has; 0 where they are no rows. */
  int rows() {
    return rows;
  }

  /** How much of a limit on rows the call takes up. */
  int weight() {
    return Math.max(1, rows);
  }

  /** About how many bytes the inputs have. */
  long byteSize() {
    return byteSize;
  }

  /** The {@link System#nanoTime()} at which the call was made. */
  long since() {
    return since;
  }

  CallTerms terms() {
    return terms;
  }

  /** The call's deadline or another, by {@link System#nanoTime()}. */
  long earlier(long other) {
    return deadline - other < 0 ? deadline : other;
  }

  boolean isLate(long now) {
    return now - deadline >= 0;
  }

  /** Why a call that is late gets no answer. */
  DeadlineException late() {
    return new DeadlineException(
        "The model did not answer within "
            + terms.timeout().toMillis()
            + " ms, the time this request has");
  }

  CompletableFuture<NamedTensors> result() {
    return result;
  }

  boolean canBeBatched() {
    return rows > 0 && signature.batching().allowed();
  }

  /** Whether the rows of another call can follow this one's. */
  boolean fitsWith(PendingCall other) {
    if (signature != other.signature || !other.canBeBatched()) {
      return false;
    }
    for (int i = 0; i < fed.size(); i++) {
      Tensor mine = fed.get(i);
      Tensor theirs = other.fed.get(i);
      if (mine.type() != theirs.type() || !mine.shape().hasSameRowsAs(theirs.shape())) {
        return false;
      }
    }
    return true;
  }

  /** Frees what the call held, and hands over its outputs; they are freed if nobody waits. */
  void complete(NamedTensors outputs) {
    try {
      free();
    } finally {
      if (!result.complete(outputs)) {
        outputs.close();
      }
    }
  }

  void fail(Throwable failure) {
    try {
      free();
    } finally {
      result.completeExceptionally(failure);
    }
  }

  /** Lets nobody wait any longer for a call that runs; what it holds is freed when it has run. */
  void giveUp(Throwable failure) {
    result.completeExceptionally(failure);
  }

  void free() {
    inputs.close();
    lease.close();
  }
}
