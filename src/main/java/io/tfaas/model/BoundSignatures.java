package io.tfaas.model;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** All signatures of a model, and the one that takes rows. */
record BoundSignatures(Map<String, BoundSignature> all, Optional<BoundSignature> forRows) {

  BoundSignatures {
    all = Collections.unmodifiableMap(new TreeMap<>(all));
  }

  /** Each signature changed; the one for rows stays the same as one of all where it was. */
  BoundSignatures map(UnaryOperator<BoundSignature> change) {
    Map<String, BoundSignature> changed = new TreeMap<>();
    IdentityHashMap<BoundSignature, BoundSignature> byOriginal = new IdentityHashMap<>();
    all.forEach((name, bound) -> changed.put(name, byOriginal.computeIfAbsent(bound, change)));
    return new BoundSignatures(
        changed, forRows.map(bound -> byOriginal.computeIfAbsent(bound, change)));
  }
}
