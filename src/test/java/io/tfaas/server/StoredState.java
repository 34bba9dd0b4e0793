package io.tfaas.server;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a model folder has to hold of one model.
 *
 * @param versions the addend of each version's graph, by the version's number
 */
record StoredState(
    NavigableMap<Long, Integer> versions, Optional<Long> pin, Map<String, Long> labels) {

  static final StoredState NOTHING = new StoredState(new TreeMap<>(), Optional.empty(), Map.of());

  StoredState {
    versions = Collections.unmodifiableNavigableMap(new TreeMap<>(versions));
    labels = Map.copyOf(labels);
  }

  boolean isNothing() {
    return versions.isEmpty();
  }

  private boolean isMarked(long version) {
    return pin.filter(pinned -> pinned == version).isPresent() || labels.containsValue(version);
  }

  /** With one more version, and all older ones still there. */
  StoredState withUpload(int addend) {
    NavigableMap<Long, Integer> more = new TreeMap<>(versions);
    more.put(isNothing() ? 1 : versions.lastKey() + 1, addend);
    return new StoredState(more, pin, labels);
  }

  /** Without the older versions, beyond so many, that no mark keeps. */
  StoredState pruned(int kept) {
    NavigableMap<Long, Integer> fewer = new TreeMap<>(versions);
    versions.keySet().stream()
        .filter(version -> !isMarked(version))
        .sorted(Collections.reverseOrder())
        .skip(kept)
        .forEach(fewer::remove);
    return new StoredState(fewer, pin, labels);
  }

  StoredState withPin(Optional<Long> newPin) {
    return new StoredState(versions, newPin, labels);
  }

  StoredState withLabel(String label, Optional<Long> version) {
    Map<String, Long> moved = new HashMap<>(labels);
    moved.remove(label);
    version.ifPresent(number -> moved.put(label, number));
    return new StoredState(versions, pin, moved);
  }

  StoredState withOnly(Set<Long> numbers) {
    NavigableMap<Long, Integer> some = new TreeMap<>(versions);
    some.keySet().retainAll(numbers);
    return new StoredState(some, pin, labels);
  }

  /** The addend of the version that answers where none is named. */
  int answering() {
    return versions.getOrDefault(pin.orElseGet(versions::lastKey), 0);
  }
}
