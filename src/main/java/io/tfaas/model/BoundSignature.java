package io.tfaas.model;

import io.tfaas.session.Call;
import io.tfaas.session.GraphSession;
import io.tfaas.tensor.Tensor;
import java.util.List;

/** A signature bound to the session that runs it; usable while a lease on its version is held. */
public final class BoundSignature {

  private final Signature signature;
  private final GraphSession session;
  private final Call call;
  private final Batching batching;

  BoundSignature(Signature signature, GraphSession session, Call call, Batching batching) {
    this.signature = signature;
    this.session = session;
    this.call = call;
    this.batching = batching;
  }

  BoundSignature with(Batching newBatching) {
    return new BoundSignature(signature, session, call, newBatching);
  }

  public Signature signature() {
    return signature;
  }

  /** Whether the rows of several requests may be run at once. */
  public Batching batching() {
    return batching;
  }

  /** The names of the graph's operations that give the outputs. */
  List<String> outputNodes() {
    return call.outputNodes();
  }

  /**
   * Runs the model once in the calling thread.
   *
   * @param inputs a tensor for each input of the signature, in its order; they stay the caller's
   * @return the outputs in the signature's order; the caller closes them
   * @throws io.tfaas.session.SessionException when TensorFlow reports a failure
   */
  public List<Tensor> run(List<Tensor> inputs) {
    return session.run(call, inputs);
  }
}
