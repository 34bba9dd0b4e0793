package io.tfaas.inference;

import io.tfaas.error.InternalException;
import io.tfaas.error.ServingException;
import io.tfaas.session.SessionException;
import io.tfaas.tensor.NamedTensors;
import io.tfaas.tensor.Tensor;
import io.tfaas.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Calls that are run as one, their rows one after the other. */
final class Batch {

  /** What came of a call, to be handed over once the model is free for others. */
  record Outcome(PendingCall call, Result result) {

    private static final long LARGE = 16 * 1024;

    /** Whether the reply may be more than a connection takes at once. */
    boolean isLarge() {
      return result instanceof Outputs outputs && outputs.tensors().byteSize() > LARGE;
    }

    void deliver(CallCounters counters, long now) {
      long nanos = now - call.since();
      if (result instanceof Outputs outputs) {
        if (!call.result().isDone()) {
          counters.succeeded(nanos);
        }
        call.complete(outputs.tensors());
      } else if (result instanceof Failure failure) {
        counters.failed(nanos, failure.cause());
        call.fail(failure.cause());
      } else if (result instanceof GivenUp late && !call.result().isDone()) {
        counters.failed(nanos, late.cause());
        call.giveUp(late.cause());
      }
    }
  }

  sealed interface Result permits Outputs, Failure, GivenUp {}

  /** Nobody is to wait longer, though the call still runs. */
  record GivenUp(ServingException cause) implements Result {}

  record Outputs(NamedTensors tensors) implements Result {}

  record Failure(ServingException cause) implements Result {}

  private final List<PendingCall> calls;
  private final int rows;

  /**
   * @param calls one, or several that fit with the first
   */
  Batch(List<PendingCall> calls) {
    this.calls = calls;
    this.rows = calls.stream().mapToInt(PendingCall::weight).sum();
  }

  int rows() {
    return rows;
  }

  /**
   * Runs the calls. Where they fail together each half is run again, down to the calls that fail
   * alone.
   *
   * @return an outcome for each call, in their order
   */
  List<Outcome> run(CallCounters counters) {
    try {
      return calls.size() == 1 ? runOne(calls.get(0), counters) : runAll(counters);
    } catch (RuntimeException | Error e) {
      if (calls.size() == 1) {
        return failed(calls, e);
      }
      int half = calls.size() / 2;
      return Stream.of(calls.subList(0, half), calls.subList(half, calls.size()))
          .flatMap(part -> new Batch(part).run(counters).stream())
          .toList();
    }
  }

  /** The outcomes of calls that have all failed for the same reason. */
  static List<Outcome> failed(List<PendingCall> calls, Throwable reason) {
    Failure failure = new Failure(translate(reason));
    return calls.stream().map(call -> new Outcome(call, failure)).toList();
  }

  private static List<Outcome> runOne(PendingCall call, CallCounters counters) {
    long start = System.nanoTime();
    List<Tensor> outputs = call.signature().run(call.fed());
    try {
      long end = System.nanoTime();
      NamedTensors named = new NamedTensors();
      for (int i = 0; i < outputs.size(); i++) {
        named.put(outputSpecs(call).get(i).name(), outputs.get(i));
      }
      counters.ran(1, call.weight(), new CallCounters.Times(start, start, end, end));
      return List.of(new Outcome(call, new Outputs(named)));
    } catch (RuntimeException | Error e) {
      outputs.forEach(Tensor::close);
      throw e;
    }
  }

  private List<Outcome> runAll(CallCounters counters) {
    long start = System.nanoTime();
    List<Tensor> inputs = new ArrayList<>();
    try {
      concatenateTo(inputs);
      long ready = System.nanoTime();
      List<Tensor> outputs = calls.get(0).signature().run(inputs);
      long ran = System.nanoTime();
      try {
        requireRows(outputs);
        List<Outcome> outcomes = split(outputs);
        counters.ran(
            calls.size(), rows, new CallCounters.Times(start, ready, ran, System.nanoTime()));
        return outcomes;
      } finally {
        outputs.forEach(Tensor::close);
      }
    } finally {
      inputs.forEach(Tensor::close);
    }
  }

  /* What is there when one cannot be made is for the caller to free. */
  private void concatenateTo(List<Tensor> whole) {
    int inputCount = calls.get(0).fed().size();
    List<Tensor> parts = new ArrayList<>(calls.size());
    for (int i = 0; i < inputCount; i++) {
      parts.clear();
      for (PendingCall call : calls) {
        parts.add(call.fed().get(i));
      }
      whole.add(Tensor.concatenate(parts));
    }
  }

  /* The proof at load has seen other data: an output whose length hangs on data shows only now. */
  private void requireRows(List<Tensor> outputs) {
    for (Tensor output : outputs) {
      if (output.shape().rank() == 0 || output.shape().dimension(0) != rows) {
        throw new IllegalStateException("An output does not have a row for each row of input");
      }
    }
  }

  List<Outcome> split(List<Tensor> outputs) {
    List<Outcome> outcomes = new ArrayList<>(calls.size());
    List<NamedTensors> shares = new ArrayList<>(calls.size());
    try {
      int from = 0;
      for (PendingCall call : calls) {
        NamedTensors share = new NamedTensors();
        shares.add(share);
        for (int i = 0; i < outputs.size(); i++) {
          Tensor rowsOfCall = outputs.get(i).copyOfRows(from, call.rows());
          share.put(outputSpecs(call).get(i).name(), rowsOfCall);
        }
        outcomes.add(new Outcome(call, new Outputs(share)));
        from += call.rows();
      }
      return outcomes;
    } catch (RuntimeException | Error e) {
      shares.forEach(NamedTensors::close);
      throw e;
    }
  }

  private static List<TensorSpec> outputSpecs(PendingCall call) {
    return call.signature().signature().outputs();
  }

  private static ServingException translate(Throwable failure) {
    if (failure instanceof ServingException known) {
      return known;
    }
    return failure instanceof SessionException session
        ? SessionErrors.translate(session)
        : new InternalException("The model could not be called", failure);
  }
}
