package io.tfaas.api.tfserving;

import io.tfaas.error.InvalidInputException;
import io.tfaas.inference.CallTerms;
import io.tfaas.inference.Predictor;
import io.tfaas.model.BoundSignature;
import io.tfaas.model.Lease;
import io.tfaas.model.ModelVersion;
import io.tfaas.tensor.ElementType;
import io.tfaas.tensor.NamedTensors;
import io.tfaas.tensor.TensorSpec;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** From a body to a call of a model, and from its outputs to the reply. */
final class Calls {

  private static final String METHODS = "tensorflow/serving/";

  /** A signature, what it is called with, and what becomes of its outputs. */
  private record Call(
      BoundSignature signature, NamedTensors inputs, Function<NamedTensors, Reply> reply) {}

  /** A reply of as many results as there are examples. */
  private interface ExamplesReply {
    Reply of(ModelVersion version, int examples, NamedTensors outputs);
  }

  private final Predictor predictor;
  private final JsonReader json;

  Calls(Predictor predictor, JsonReader json) {
    this.predictor = predictor;
    this.json = json;
  }

  /** Calls any signature with tensors; takes over the lease. */
  CompletionStage<Reply> predict(Lease lease, byte[] body, CallTerms terms) {
    ModelVersion version = lease.version();
    return run(
        lease,
        terms,
        () -> {
          PredictBody request = PredictBody.read(json, body, version);
          return new Call(
              request.signature(),
              request.tensors(),
              outputs -> new PredictReply(version, request.form(), outputs));
        });
  }

  /** Calls a signature for classification with examples; takes over the lease. */
  CompletionStage<Reply> classify(Lease lease, byte[] body, CallTerms terms) {
    return run(lease, terms, () -> examples(lease.version(), body, "classify", ClassifyReply::new));
  }

  /** Calls a signature for regression with examples; takes over the lease. */
  CompletionStage<Reply> regress(Lease lease, byte[] body, CallTerms terms) {
    return run(lease, terms, () -> examples(lease.version(), body, "regress", RegressReply::new));
  }

  private Call examples(ModelVersion version, byte[] body, String method, ExamplesReply reply) {
    ExamplesBody request = ExamplesBody.read(json, body);
    BoundSignature signature = Names.signature(version, request.signature());
    requireMethod(signature, method);
    TensorSpec input = input(signature);
    NamedTensors inputs = new NamedTensors();
    inputs.put(input.name(), request.tensor());
    int examples = request.size();
    return new Call(signature, inputs, outputs -> reply.of(version, examples, outputs));
  }

  private static void requireMethod(BoundSignature signature, String method) {
    String actual = signature.signature().method();
    if (!actual.equals(METHODS + method)) {
      throw new InvalidInputException(
          "Signature '%s' is for %s, not for %s; name one that is in signature_name"
              .formatted(signature.signature().name(), actual.replace(METHODS, ""), method));
    }
  }

  private static TensorSpec input(BoundSignature signature) {
    List<TensorSpec> inputs = signature.signature().inputs();
    if (inputs.size() != 1 || inputs.get(0).type() != ElementType.STRING) {
      throw new InvalidInputException(
          "Signature '%s' does not take serialised examples; call it with predict"
              .formatted(signature.signature().name()));
    }
    return inputs.get(0);
  }

  private CompletionStage<Reply> run(Lease lease, CallTerms terms, Supplier<Call> prepared) {
    Call call = orClose(lease, prepared);
    return predictor
        .predict(lease, call.signature(), call.inputs(), terms)
        .thenApply(
            outputs -> {
              try (outputs) {
                return call.reply().apply(outputs);
              }
            });
  }

  private static <T> T orClose(Lease lease, Supplier<T> work) {
    boolean done = false;
    try {
      T result = work.get();
      done = true;
      return result;
    } finally {
      if (!done) {
        lease.close();
      }
    }
  }
}
