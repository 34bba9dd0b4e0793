package io.tfaas.model;

import io.tfaas.error.ClientText;
import io.tfaas.error.NotFoundException;
import io.tfaas.error.ServingException;
import io.tfaas.error.UnavailableException;
import io.tfaas.model.FoundModel.FoundVersion;
import io.tfaas.model.VersionStatus.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that is held of one model; changed by making another.
 *
 * @param versions newest first
 * @param leaving versions given up, while requests may still use them
 * @param keptOut the versions there were when the model was unloaded by call; empty while it is
 *     served as its files say
 * @param failure why its files cannot be followed now; empty where they can
 */
record ModelEntry(
    FoundModel found,
    VersionMarks marks,
    List<HeldVersion> versions,
    List<ModelVersion> leaving,
    Optional<Set<Long>> keptOut,
    String failure) {

  static final String NO_VERSION =
      "Its folder holds no saved_model.pb, no frozen graph, and no numbered folder with one";

  ModelEntry {
    versions =
        versions.stream().sorted(Comparator.comparing(HeldVersion::number).reversed()).toList();
    leaving = leaving.stream().filter(ModelVersion::isHeld).toList();
  }

  static ModelEntry of(ModelName name) {
    return new ModelEntry(
        FoundModel.nothing(name), VersionMarks.NONE, List.of(), List.of(), Optional.empty(), "");
  }

  ModelName name() {
    return found.name();
  }

  ModelEntry withFound(FoundModel newFound) {
    return new ModelEntry(newFound, marks, versions, leaving, keptOut, "");
  }

  ModelEntry withMarks(VersionMarks newMarks) {
    return new ModelEntry(found, newMarks, versions, leaving, keptOut, failure);
  }

  ModelEntry withVersions(List<HeldVersion> newVersions) {
    return new ModelEntry(found, marks, newVersions, leaving, keptOut, failure);
  }

  ModelEntry withVersion(HeldVersion version) {
    List<HeldVersion> others =
        versions.stream().filter(held -> held.number() != version.number()).toList();
    return withVersions(Stream.concat(others.stream(), Stream.of(version)).toList());
  }

  ModelEntry withLeaving(List<ModelVersion> newLeaving) {
    return new ModelEntry(found, marks, versions, newLeaving, keptOut, failure);
  }

  ModelEntry withFailure(String newFailure) {
    return new ModelEntry(found, marks, versions, leaving, keptOut, newFailure);
  }

  /**
   * Without anything served, until it is loaded by call or a version comes that is not there now.
   */
  ModelEntry keptOutNow() {
    Set<Long> known = new TreeSet<>(found.numbers());
    versions.forEach(version -> known.add(version.number()));
    List<HeldVersion> ended =
        versions.stream()
            .filter(held -> held.isServed() || held.hasFailed())
            .map(HeldVersion::unloaded)
            .toList();
    return new ModelEntry(found, marks, ended, leaving, Optional.of(known), failure);
  }

  /** As it was when the server ended: out of service if it was unloaded by call. */
  ModelEntry restored(VersionMarks stored) {
    return new ModelEntry(found, stored, versions, leaving, stored.unloaded(), failure);
  }

  /** Whether no version of it was found yet, and it was not unloaded by call. */
  boolean isUnseen() {
    return found.versions().isEmpty() && versions.isEmpty() && keptOut.isEmpty();
  }

  /** Whether it was unloaded by call and no version that may be loaded has come since. */
  boolean staysOut(Predicate<FoundVersion> ready) {
    return keptOut.isPresent()
        && found.versions().stream()
            .noneMatch(version -> !keptOut.get().contains(version.number()) && ready.test(version));
  }

  /** Free to be served again. */
  ModelEntry followed() {
    return new ModelEntry(found, marks, versions, leaving, Optional.empty(), failure);
  }

  /** Free to be served again, also what is idle or has failed before. */
  ModelEntry loadable() {
    return followed()
        .withVersions(
            versions.stream().filter(HeldVersion::isServed).map(HeldVersion::dueNow).toList())
        .waking();
  }

  Optional<HeldVersion> find(long number) {
    return versions.stream().filter(version -> version.number() == number).findFirst();
  }

  /** Where every label stands; what was set by call counts more than what the files say. */
  Map<String, Long> labels() {
    Map<String, Long> labels = new TreeMap<>(found.labels());
    labels.putAll(marks.labels());
    return labels;
  }

  /** Whether the pin or a label keeps the version served. */
  boolean isMarked(long number) {
    return marks.pin().filter(pin -> pin == number).isPresent() || labels().containsValue(number);
  }

  /** The version that is meant, if it is served, be it loaded or idle. */
  Optional<HeldVersion> served(VersionChoice choice) {
    if (choice instanceof VersionChoice.Number wanted) {
      return served(wanted.number());
    }
    if (choice instanceof VersionChoice.Label wanted) {
      return Optional.ofNullable(labels().get(wanted.label())).flatMap(this::served);
    }
    return marks.pin().isPresent()
        ? served(marks.pin().get())
        : versions.stream().filter(HeldVersion::isServed).findFirst();
  }

  private Optional<HeldVersion> served(long number) {
    return find(number).filter(HeldVersion::isServed);
  }

  /** Whether any version of it is in memory. */
  boolean isLoaded() {
    return versions.stream().anyMatch(version -> version.loaded().isPresent());
  }

  long loadedBytes() {
    return versions.stream().mapToLong(HeldVersion::loadedBytes).sum();
  }

  /** When a version of it was used last, by the clock of {@link System#nanoTime()}. */
  long lastUse() {
    return versions.stream()
        .flatMap(version -> version.loaded().stream())
        .mapToLong(ModelVersion::lastUse)
        .reduce((a, b) -> a - b > 0 ? a : b)
        .orElse(0);
  }

  /** Served as before, and not in memory until its next use. */
  ModelEntry madeIdle() {
    return withVersions(versions.stream().map(HeldVersion::madeIdle).toList());
  }

  boolean hasIdle() {
    return versions.stream().anyMatch(version -> version.idle().isPresent());
  }

  /** Without the idle versions that were to be loaded and are not wanted any more. */
  ModelEntry withoutWaking() {
    return withVersions(versions.stream().filter(version -> !version.isWaking()).toList());
  }

  /** With its idle versions to be loaded. */
  ModelEntry waking() {
    return withVersions(versions.stream().map(HeldVersion::waking).toList());
  }

  /** The failure to tell who asked for the model without a choice of version. */
  NotFoundException notServed() {
    return new NotFoundException("Model '" + name() + "' is not served: " + reason());
  }

  /** The failure to tell who asked for a version that is not served. */
  ServingException absence(VersionChoice choice) {
    if (choice instanceof VersionChoice.Label wanted) {
      Long number = labels().get(wanted.label());
      return number == null
          ? new NotFoundException(
              "Model '%s' has no version with the label '%s'"
                  .formatted(name(), ClientText.shown(wanted.label())))
          : notServed(number);
    }
    if (choice instanceof VersionChoice.Number wanted) {
      return find(wanted.number()).isEmpty()
          ? new NotFoundException("Model '%s' has no version %d".formatted(name(), wanted.number()))
          : notServed(wanted.number());
    }
    return new UnavailableException("Model '" + name() + "' is not served: " + reason());
  }

  private UnavailableException notServed(long number) {
    return new UnavailableException(
        "Version %d of model '%s' is not served: %s".formatted(number, name(), reason(number)));
  }

  private String reason(long number) {
    Optional<HeldVersion> version = find(number);
    if (version.filter(held -> held.state() == State.LOADING).isPresent()) {
      return "it is loading";
    }
    Optional<LoadFailure> failed = version.flatMap(HeldVersion::failure);
    if (failed.isPresent()) {
      return failed.get().reason();
    }
    return keptOut.isPresent() ? "it is unloaded" : "its files are not there, or not yet whole";
  }

  /** Why the default version is not served. */
  String reason() {
    if (marks.pin().isPresent()) {
      long pin = marks.pin().get();
      return "it is pinned to version " + pin + ", and " + reason(pin);
    }
    if (keptOut.isPresent()) {
      return "it is unloaded";
    }
    if (!failure.isEmpty()) {
      return failure;
    }
    return versions.isEmpty() ? NO_VERSION : reason(versions.get(0).number());
  }

  /** What the model is while its default version is not served. */
  ModelStatus.State absentState() {
    if (keptOut.isPresent()) {
      return ModelStatus.State.UNLOADED;
    }
    return versions.stream().anyMatch(version -> version.state() == State.LOADING)
        ? ModelStatus.State.LOADING
        : ModelStatus.State.FAILED;
  }

  /** Every version, newest first, those included that are going. */
  List<VersionStatus> statuses() {
    List<VersionStatus> statuses = new ArrayList<>();
    for (HeldVersion version : versions) {
      statuses.add(status(version.number(), state(version), version.error()));
    }
    leaving.stream()
        .filter(ModelVersion::isHeld)
        .map(ModelVersion::number)
        .distinct()
        .filter(number -> find(number).filter(HeldVersion::isServed).isEmpty())
        .forEach(
            number -> {
              statuses.removeIf(status -> status.version() == number);
              statuses.add(status(number, State.UNLOADING, ""));
            });
    return statuses.stream()
        .sorted(Comparator.comparing(VersionStatus::version).reversed())
        .toList();
  }

  private static State state(HeldVersion version) {
    return version.idle().isPresent() && version.state() == State.AVAILABLE
        ? State.IDLE
        : version.state();
  }

  private VersionStatus status(long number, State state, String error) {
    List<String> standing =
        labels().entrySet().stream()
            .filter(label -> label.getValue() == number)
            .map(Map.Entry::getKey)
            .collect(Collectors.toList());
    return new VersionStatus(name(), number, state, error, standing);
  }
}
