package io.tfaas.model;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a store holds of a model now.
 *
 * @param labels by name, where files beside the model set any
 * @param versions those that hold a graph, newest first
 * @param notices one line each for what is said of the model and has no effect here
 */
public record FoundModel(
    ModelName name,
    VersionPolicy policy,
    Map<String, Long> labels,
    List<FoundVersion> versions,
    List<String> notices) {

  /** A version on disk, and what tells whether it has changed. */
  public record FoundVersion(long number, Fingerprint fingerprint) {}

  public FoundModel {
    requireNonNull(name, "name is null");
    requireNonNull(policy, "policy is null");
    labels = Map.copyOf(labels);
    versions =
        versions.stream().sorted(Comparator.comparing(FoundVersion::number).reversed()).toList();
    notices = List.copyOf(notices);
  }

  /** A model of which nothing is on disk. */
  static FoundModel nothing(ModelName name) {
    return new FoundModel(name, VersionPolicy.NEWEST, Map.of(), List.of(), List.of());
  }

  Optional<FoundVersion> find(long number) {
    return versions.stream().filter(version -> version.number() == number).findFirst();
  }

  /** With the version, whether it was seen or not. */
  FoundModel with(long number) {
    if (find(number).isPresent()) {
      return this;
    }
    Stream<FoundVersion> unseen = Stream.of(new FoundVersion(number, Fingerprint.CHANGING));
    List<FoundVersion> all = Stream.concat(versions.stream(), unseen).toList();
    return new FoundModel(name, policy, labels, all, notices);
  }

  Set<Long> numbers() {
    return versions.stream().map(FoundVersion::number).collect(Collectors.toUnmodifiableSet());
  }

  /** Whether a version has the files it had then, so that nobody is still copying them. */
  boolean hasSettled(FoundVersion version) {
    return find(version.number())
        .filter(earlier -> version.fingerprint().isStillThatOf(earlier.fingerprint()))
        .isPresent();
  }
}
