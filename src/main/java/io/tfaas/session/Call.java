package io.tfaas.session;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.tensorflow.internal.c_api.TF_Output;

/**
 * Which endpoints a run feeds and fetches, laid out once in native memory; owned by its session.
 */
public final class Call {

  private final TF_Output inputs;
  private final TF_Output outputs;
  private final int inputCount;
  private final int outputCount;
  private final List<String> outputNodes;
  private final Queue<Frame> frames = new ConcurrentLinkedQueue<>();

  Call(List<Endpoint> inputs, List<Endpoint> outputs) {
    this.inputs = array(inputs);
    this.outputs = array(outputs);
    this.inputCount = inputs.size();
    this.outputCount = outputs.size();
    this.outputNodes = outputs.stream().map(Endpoint::node).toList();
  }

  private static TF_Output array(List<Endpoint> endpoints) {
    TF_Output array = new TF_Output(Math.max(1, endpoints.size()));
    for (int i = 0; i < endpoints.size(); i++) {
      array.position(i).oper(endpoints.get(i).operation()).index(endpoints.get(i).index());
    }
    return array.position(0);
  }

  TF_Output inputs() {
    return inputs;
  }

  TF_Output outputs() {
    return outputs;
  }

  int inputCount() {
    return inputCount;
  }

  int outputCount() {
    return outputCount;
  }

  /** The names of the operations whose outputs are fetched. */
  public List<String> outputNodes() {
    return outputNodes;
  }

  /** A frame for one run, to be given back after it. */
  Frame takeFrame() {
    Frame frame = frames.poll();
    return frame != null ? frame : new Frame(inputCount, outputCount);
  }

  void giveBack(Frame frame) {
    frames.add(frame);
  }

  void free() {
    frames.forEach(Frame::free);
    inputs.close();
    outputs.close();
  }
}
