package io.tfaas.inference;

import io.tfaas.model.BoundSignature;
import io.tfaas.model.Lease;
import io.tfaas.model.ModelVersion;
import io.tfaas.tensor.NamedTensors;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;

/**
 * Calls models: of each a bounded number of calls at a time, requests together where they can be.
 */
public final class Predictor implements AutoCloseable {

  private record Channel(CallQueue queue, CallCounters counters) {}

  private final BatchLimits limits;
  private final WaitingBytes waitingBytes;
  private final ExecutorService executor = PlatformThreads.executor();
  private final ReplyThreads replies = new ReplyThreads();
  private final Map<ModelVersion, Channel> channels = new ConcurrentHashMap<>();
  private final CallWatch watch =
      new CallWatch(() -> channels.values().stream().map(Channel::queue).toList());

  /**
   * @param limits of each model that sets none for itself
   */
  public Predictor(BatchLimits limits) {
    this(limits, Long.MAX_VALUE);
  }

  /**
   * @param limits of each model that sets none for itself
   * @param maxWaitingBytes most bytes of inputs that wait for a call, of all models together; a
   *     call that alone waits for its model is taken whatever its size
   */
  public Predictor(BatchLimits limits, long maxWaitingBytes) {
    this.limits = limits;
    this.waitingBytes = new WaitingBytes(maxWaitingBytes);
  }

  /** Calls a signature as long as it takes. */
  CompletableFuture<NamedTensors> predict(
      Lease lease, BoundSignature signature, NamedTensors inputs) {
    return predict(lease, signature, inputs, CallTerms.NONE);
  }

  /**
   * Calls a signature. The lease and the inputs are taken over, whatever happens, and closed when
   * the call has ended. Cancelling the future drops a call that has not begun.
   *
   * @param inputs a tensor for each of its inputs
   * @return the outputs, which whoever gets them closes; done already if the model was free. It
   *     fails with a {@link io.tfaas.error.ServingException}.
   */
  public CompletableFuture<NamedTensors> predict(
      Lease lease, BoundSignature signature, NamedTensors inputs, CallTerms terms) {
    PendingCall call;
    try {
      call = new PendingCall(lease, signature, inputs, terms.within(limits.timeout()));
    } catch (RuntimeException | Error e) {
      inputs.close();
      lease.close();
      return CompletableFuture.failedFuture(e);
    }
    try {
      channel(lease.version()).queue().submit(call);
    } catch (RuntimeException | Error e) {
      call.fail(e);
    }
    return call.result();
  }

  /** What a version has done so far; a lease on it is held. */
  public CallStatistics statistics(ModelVersion version) {
    Channel channel = channel(version);
    return channel.counters().snapshot(channel.queue().pending());
  }

  private Channel channel(ModelVersion version) {
    Channel channel = channels.get(version);
    return channel != null ? channel : channels.computeIfAbsent(version, this::open);
  }

  private Channel open(ModelVersion version) {
    version.onFreed(() -> channels.remove(version));
    CallCounters counters = new CallCounters();
    CallQueue.Threads threads = new CallQueue.Threads(executor, replies, watch);
    BatchLimits own = limits.with(version.stored().params());
    return new Channel(new CallQueue(own, waitingBytes, counters, threads), counters);
  }

  /** Lets calls under way end. */
  @Override
  public void close() {
    watch.close();
    executor.shutdown();
    replies.close();
  }
}
