package io.tfaas.model;

import com.google.protobuf.Message;
import io.tfaas.error.InvalidInputException;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A loaded version of a model. It lives as long as the manager holds it or anyone holds a {@link
 * Lease} on it; who lets go last frees TensorFlow's memory.
 */
public final class ModelVersion {

  private final StoredModel stored;
  private final Runnable memory;
  private final Map<String, BoundSignature> signatures;
  private final Optional<BoundSignature> rowSignature;
  private final Optional<RowLayout> rowLayout;
  private final Map<String, Message> definitions;
  private final AtomicInteger holders = new AtomicInteger(1);
  private final AtomicBoolean givenUp = new AtomicBoolean();
  private volatile long lastUse = System.nanoTime();
  private final Queue<Runnable> freed = new ConcurrentLinkedQueue<>();

  /**
   * @param memory frees TensorFlow's memory; run once
   */
  ModelVersion(StoredModel stored, Runnable memory, BoundSignatures signatures) {
    this.stored = stored;
    this.memory = memory;
    this.signatures = signatures.all();
    this.rowSignature = signatures.forRows();
    this.definitions = signatures.definitions();
    this.rowLayout =
        rowSignature.map(bound -> new RowLayout(bound.signature(), stored.params().features()));
  }

  public ModelName name() {
    return stored.name();
  }

  public long number() {
    return stored.number();
  }

  public StoredModel stored() {
    return stored;
  }

  /** The signatures by name, in the order of their names. */
  public Map<String, BoundSignature> signatures() {
    return signatures;
  }

  /** The {@code SignatureDef}s that the model came with, by name; some may not be callable. */
  public Map<String, Message> definitions() {
    return definitions;
  }

  /**
   * The signature that takes rows and images, with the one output that they are answered with.
   *
   * @throws InvalidInputException when the model has none that could be chosen
   */
  public BoundSignature rowSignature() {
    return rowSignature.orElseThrow(this::noRowSignature);
  }

  /** How rows become the inputs of {@link #rowSignature()}; throws as it does. */
  public RowLayout rowLayout() {
    return rowLayout.orElseThrow(this::noRowSignature);
  }

  private InvalidInputException noRowSignature() {
    return new InvalidInputException(
        "Model '%s' has no signature serving_default to take the row; it has: %s"
            .formatted(name(), String.join(", ", signatures.keySet())));
  }

  /* The stored model as published, once its final place and number are known. */
  ModelVersion publishedAs(StoredModel published) {
    return new ModelVersion(
        published, memory, new BoundSignatures(signatures, rowSignature, definitions));
  }

  /** Runs something after the version's memory is freed; a lease is held while this is called. */
  public void onFreed(Runnable action) {
    freed.add(action);
  }

  Optional<Lease> tryLease() {
    int held = holders.get();
    lastUse = System.nanoTime();
    while (held > 0) {
      if (holders.compareAndSet(held, held + 1)) {
        return Optional.of(new Lease(this));
      }
      held = holders.get();
    }
    return Optional.empty();
  }

  /** When a lease was last taken, by the clock of {@link System#nanoTime()}. */
  long lastUse() {
    return lastUse;
  }

  /** Whether its memory is still in use. */
  boolean isHeld() {
    return holders.get() > 0;
  }

  /** Lets go of it as the manager, which holds it once, however often it says so. */
  void giveUp() {
    if (givenUp.compareAndSet(false, true)) {
      release();
    }
  }

  void release() {
    if (holders.decrementAndGet() == 0) {
      memory.run();
      freed.forEach(Runnable::run);
    }
  }
}
