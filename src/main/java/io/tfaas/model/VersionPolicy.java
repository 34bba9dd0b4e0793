package io.tfaas.model;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which of a model's versions on disk are served. */
public sealed interface VersionPolicy {

  /** The newest only, as where nothing else is said. */
  VersionPolicy NEWEST = new Latest(1);

  /** Whether a version of this number may be served. */
  boolean admits(long number);

  /** How many may be served at once. */
  int most();

  /**
   * The newest ones that can be loaded.
   *
   * @param count of them, at least 1
   */
  record Latest(int count) implements VersionPolicy {

    public Latest {
      if (count < 1) {
        throw new IllegalArgumentException("Invalid count " + count + ": expected at least 1");
      }
    }

    @Override
    public boolean admits(long number) {
      return true;
    }

    @Override
    public int most() {
      return count;
    }

    @Override
    public String toString() {
      return count == 1 ? "the latest version" : "the latest " + count + " versions";
    }
  }

  /** Every version there is. */
  record All() implements VersionPolicy {

    @Override
    public boolean admits(long number) {
      return true;
    }

    @Override
    public int most() {
      return Integer.MAX_VALUE;
    }

    @Override
    public String toString() {
      return "all versions";
    }
  }

  /** These and no others. */
  record Specific(Set<Long> numbers) implements VersionPolicy {

    public Specific {
      numbers = Collections.unmodifiableSet(new TreeSet<>(numbers));
    }

    @Override
    public boolean admits(long number) {
      return numbers.contains(number);
    }

    @Override
    public int most() {
      return Integer.MAX_VALUE;
    }

    @Override
    public String toString() {
      return "only "
          + (numbers.size() == 1 ? "version " : "versions ")
          + numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
  }
}
