package io.tfaas.model;

import io.tfaas.error.InvalidInputException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What was chosen of a model's versions by call; the store keeps it across restarts.
 *
 * @param pin the version that is the default whatever newer ones there are
 * @param labels the versions that labels stand at
 * @param unloaded the versions there were when the model was unloaded by call; empty while it is
 *     served as its files say
 */
public record VersionMarks(
    Optional<Long> pin, Map<String, Long> labels, Optional<Set<Long>> unloaded) {

  public static final VersionMarks NONE =
      new VersionMarks(Optional.empty(), Map.of(), Optional.empty());

  /* What can stand between the slashes and colons of a path. */
  private static final Pattern LABEL = Pattern.compile("[^/:\\p{Cntrl}\\p{Cs}]{1,128}");

  public VersionMarks {
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    unloaded = unloaded.map(numbers -> Collections.unmodifiableSet(new TreeSet<>(numbers)));
  }

  public boolean isEmpty() {
    return pin.isEmpty() && labels.isEmpty() && unloaded.isEmpty();
  }

  /** Whether the pin or a label stands at the version. */
  public boolean contain(long number) {
    return pin.filter(pinned -> pinned == number).isPresent() || labels.containsValue(number);
  }

  VersionMarks withPin(long number) {
    return new VersionMarks(Optional.of(number), labels, unloaded);
  }

  VersionMarks withoutPin() {
    return new VersionMarks(Optional.empty(), labels, unloaded);
  }

  /**
   * With the label at the version, wherever it stood before.
   *
   * @throws InvalidInputException when a label cannot have this name
   */
  VersionMarks withLabel(String label, long number) {
    if (!LABEL.matcher(label).matches()) {
      throw new InvalidInputException(
          "Invalid label: a label has 1 to 128 characters, and no '/', no ':' and no control"
              + " characters");
    }
    Map<String, Long> more = new TreeMap<>(labels);
    more.put(label, number);
    return new VersionMarks(pin, more, unloaded);
  }

  VersionMarks withoutLabel(String label) {
    Map<String, Long> fewer = new TreeMap<>(labels);
    fewer.remove(label);
    return new VersionMarks(pin, fewer, unloaded);
  }

  VersionMarks withUnloaded(Optional<Set<Long>> numbers) {
    return new VersionMarks(pin, labels, numbers);
  }
}
