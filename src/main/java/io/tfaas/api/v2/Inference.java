package io.tfaas.api.v2;

import io.tfaas.error.InvalidInputException;
import io.tfaas.inference.CallTerms;
import io.tfaas.inference.Predictor;
import io.tfaas.model.BoundSignature;
import io.tfaas.model.Lease;
import io.tfaas.model.ModelManager;
import io.tfaas.model.ModelRef;
import io.tfaas.model.ModelVersion;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A request's way to the model and back: by one lease, from its first byte read to its answer. */
final class Inference {

  private static final String DEFAULT_SIGNATURE = "serving_default";

  private final ModelManager models;
  private final Predictor predictor;
  private final InferReader reader;

  @Inject
  Inference(ModelManager models, Predictor predictor, InferReader reader) {
    this.models = models;
    this.predictor = predictor;
    this.reader = reader;
  }

  /** The reply to the body's request; whoever gets it closes it. */
  CompletionStage<InferReply> infer(ModelRef ref, InferBody body, CallTerms terms)
      throws IOException {
    Optional<Lease> loaded = models.findLease(ref);
    if (loaded.isPresent()) {
      return infer(loaded.get(), body, terms);
    }
    /* The signature is needed to read the body, which is not to wait in its stream. */
    InferBody kept = body.received();
    return models
        .lease(ref, terms.timeout())
        .thenCompose(
            lease -> {
              try {
                return infer(lease, kept, terms);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  private CompletionStage<InferReply> infer(Lease lease, InferBody body, CallTerms terms)
      throws IOException {
    BoundSignature signature;
    InferRequest request;
    InferReply.Head head;
    boolean read = false;
    try {
      signature = signature(lease.version());
      request = read(body, signature, lease.version().stored().maxRequestRows());
      head = InferReply.Head.of(lease.version(), request.id());
      read = true;
    } finally {
      if (!read) {
        lease.close();
      }
    }
    return predictor
        .predict(lease, signature, request.inputs(), terms.within(request.timeout()))
        .thenApply(outputs -> InferReply.of(head, request.outputs(), outputs));
  }

  private InferRequest read(InferBody body, BoundSignature signature, int maxRows)
      throws IOException {
    InferRequest request = reader.read(body, signature.signature());
    boolean accepted = false;
    try {
      if (signature.batching().rowWise() && !request.hasSameRows()) {
        throw new InvalidInputException(
            "The inputs have different numbers of rows, which are their first dimension; give each"
                + " the same");
      }
      if (maxRows > 0 && request.rows() > maxRows) {
        throw new InvalidInputException(
            "The model takes at most %d rows a request (max_batch_size), the request has %d"
                .formatted(maxRows, request.rows()));
      }
      accepted = true;
      return request;
    } finally {
      if (!accepted) {
        request.inputs().close();
      }
    }
  }

  /**
   * The signature that this protocol, which knows one to a model, is about.
   *
   * @throws InvalidInputException when the model has several, and none is the default
   */
  static BoundSignature signature(ModelVersion version) {
    Map<String, BoundSignature> all = version.signatures();
    BoundSignature named = all.get(DEFAULT_SIGNATURE);
    if (named != null) {
      return named;
    }
    if (all.size() == 1) {
      return all.values().iterator().next();
    }
    throw new InvalidInputException(
        "Model '%s' has no signature serving_default, which this protocol calls; it has: %s"
            .formatted(version.name(), String.join(", ", all.keySet())));
  }
}
