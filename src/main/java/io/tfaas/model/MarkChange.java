package io.tfaas.model;

import io.tfaas.error.NotFoundException;
import java.util.Optional;

/** A change of the pin or of one label of a model. */
public sealed interface MarkChange {

  /** The marks after it. */
  VersionMarks apply(VersionMarks marks);

  /** The version that must be served for it. */
  default Optional<Long> version() {
    return Optional.empty();
  }

  /** Makes the version the model's default, whatever newer ones come. */
  record Pin(long number) implements MarkChange {

    @Override
    public VersionMarks apply(VersionMarks marks) {
      return marks.withPin(number);
    }

    @Override
    public Optional<Long> version() {
      return Optional.of(number);
    }
  }

  /** Makes the newest version the default again. */
  record Unpin() implements MarkChange {

    @Override
    public VersionMarks apply(VersionMarks marks) {
      return marks.withoutPin();
    }
  }

  /** Moves a label to a version, or sets it there. */
  record MoveLabel(String label, long number) implements MarkChange {

    @Override
    public VersionMarks apply(VersionMarks marks) {
      return marks.withLabel(label, number);
    }

    @Override
    public Optional<Long> version() {
      return Optional.of(number);
    }
  }

  /** Takes a label away; one that the model's files set stands where they say again. */
  record RemoveLabel(String label) implements MarkChange {

    @Override
    public VersionMarks apply(VersionMarks marks) {
      if (!marks.labels().containsKey(label)) {
        throw new NotFoundException("No label '%s' was set by call".formatted(shown(label)));
      }
      return marks.withoutLabel(label);
    }

    private static String shown(String label) {
      String plain = label.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
      return plain.length() <= 128 ? plain : plain.substring(0, 128) + "…";
    }
  }
}
