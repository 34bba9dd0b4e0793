package io.tfaas.repository;

import static java.util.Objects.requireNonNull;

/**
 * How much of an uploaded archive is unpacked at most.
 *
 * @param maxBytes bytes of all unpacked files together, and on its own of a zip as it was sent
 * @param maxEntries files and folders, those that are skipped included
 * @param maxPathLength bytes of an entry's whole name in UTF-8
 * @param maxDepth parts of an entry's name
 * @param ratio how many times its own size an archive unpacks to
 */
public record ArchiveLimits(
    long maxBytes, int maxEntries, int maxPathLength, int maxDepth, Ratio ratio) {

  /**
   * Unpacked bytes for each byte that was sent.
   *
   * @param max times
   * @param from unpacked bytes that any archive may have
   */
  public record Ratio(int max, long from) {

    /** Any. */
    public static final Ratio UNLIMITED = new Ratio(Integer.MAX_VALUE, Long.MAX_VALUE);

    private static final long FROM = 256L << 20;

    public Ratio {
      requirePositive(max, "max");
      requirePositive(from, "from");
    }

    /** A limit for archives that unpack to more than 256 MiB: small ones do no harm. */
    public static Ratio of(int max) {
      return new Ratio(max, FROM);
    }

    boolean allows(long unpacked, long sent) {
      return unpacked <= from || unpacked / max <= sent;
    }
  }

  private static final int PATH_LENGTH = 1024;
  private static final int DEPTH = 32;

  public ArchiveLimits {
    requirePositive(maxBytes, "maxBytes");
    requirePositive(maxEntries, "maxEntries");
    requirePositive(maxPathLength, "maxPathLength");
    requirePositive(maxDepth, "maxDepth");
    requireNonNull(ratio, "ratio is null");
  }

  /** Limits with names of at most 1024 bytes and 32 parts, and without one of the ratio. */
  public ArchiveLimits(long maxBytes, int maxEntries) {
    this(maxBytes, maxEntries, Ratio.UNLIMITED);
  }

  /** Limits with names of at most 1024 bytes and 32 parts. */
  public ArchiveLimits(long maxBytes, int maxEntries, Ratio ratio) {
    this(maxBytes, maxEntries, PATH_LENGTH, DEPTH, ratio);
  }

  private static void requirePositive(long value, String name) {
    if (value <= 0) {
      throw new IllegalArgumentException(
          "Invalid " + name + ": expected more than 0, got " + value);
    }
  }
}
