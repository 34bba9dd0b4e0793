package io.tfaas.model;

/** What can be told of a signature of a model that is served. */
public record SignatureStatus(Signature signature, Batching batching) {

  static SignatureStatus of(BoundSignature bound) {
    return new SignatureStatus(bound.signature(), bound.batching());
  }
}
