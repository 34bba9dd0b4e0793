package io.tfaas.api.tfaas;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tfaas.model.ModelParams;
import io.tfaas.model.ModelStatus;
import io.tfaas.model.Signature;
import io.tfaas.model.SignatureStatus;
import io.tfaas.tensor.TensorSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * A model as {@code /models} and {@code /params} show it: its params.json, what version is served,
 * and how it is called.
 *
 * @param error why the model is not served; left out while it is
 */
record ModelView(
    @JsonUnwrapped ModelParams params,
    long version,
    ModelStatus.State state,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String error,
    Map<String, SignatureView> signatures) {

  record SignatureView(
      Map<String, TensorView> inputs, Map<String, TensorView> outputs, BatchingView batching) {}

  /**
   * @param reason how it was shown that rows may be run at once, or why they are not
   */
  record BatchingView(boolean enabled, String reason) {}

  /**
   * @param shape -1 for a dimension of any length; empty where the rank is not known too
   */
  record TensorView(String dtype, List<Long> shape) {
    static TensorView of(TensorSpec spec) {
      return new TensorView(
          spec.type().label(), LongStream.of(spec.shape().dimensions()).boxed().toList());
    }
  }

  static ModelView of(ModelStatus status) {
    Map<String, SignatureView> signatures = new LinkedHashMap<>();
    for (SignatureStatus served : status.signatures()) {
      Signature signature = served.signature();
      signatures.put(
          signature.name(),
          new SignatureView(
              tensors(signature.inputs()),
              tensors(signature.outputs()),
              new BatchingView(served.batching().allowed(), served.batching().reason())));
    }
    return new ModelView(
        status.params(), status.version(), status.state(), status.reason(), signatures);
  }

  private static Map<String, TensorView> tensors(List<TensorSpec> specs) {
    Map<String, TensorView> tensors = new LinkedHashMap<>();
    specs.forEach(spec -> tensors.put(spec.name(), TensorView.of(spec)));
    return Collections.unmodifiableMap(tensors);
  }
}
