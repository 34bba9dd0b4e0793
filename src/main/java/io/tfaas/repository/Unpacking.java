package io.tfaas.repository;

import io.tfaas.error.InvalidInputException;
import io.tfaas.error.TooLargeException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * One archive on its way into a folder: checks and counts each entry before it is written.
 *
 * <p>Not thread-safe; made anew for each archive.
 */
final class Unpacking {

  private final ArchiveLimits limits;
  private final Folder folder;
  private final LongSupplier sent;
  private final Set<EntryPath> taken = new HashSet<>();
  private final byte[] buffer = new byte[64 * 1024];
  private long bytes;
  private int entries;
  private int files;

  /**
   * @param sent bytes of the archive that have been read
   */
  Unpacking(ArchiveLimits limits, Folder folder, LongSupplier sent) {
    this.limits = limits;
    this.folder = folder;
    this.sent = sent;
  }

  ArchiveLimits limits() {
    return limits;
  }

  /** Writes the entry, whose content is read to its end, unless it is clutter. */
  void take(Entry entry, InputStream content) throws IOException {
    countEntry();
    EntryPath path = EntryPath.of(entry.name(), limits);
    if (!entry.kind().isAccepted()) {
      throw entry.kind().refusal(entry.name());
    }
    refuseMoreThan(limits.maxBytes() - bytes, entry.size());
    if (path.isClutter()) {
      drain(content);
    } else if (entry.kind() == Kind.FOLDER) {
      takeFolder(path);
    } else {
      takeFile(path, content);
    }
  }

  /** Reads to the end what is not kept; its bytes count. */
  void drain(InputStream content) throws IOException {
    for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
      countBytes(count);
    }
  }

  /** Refuses an archive that had no file. */
  void finish() {
    if (files == 0) {
      throw new InvalidInputException("The archive holds no files");
    }
  }

  private void takeFolder(EntryPath path) throws IOException {
    if (!path.isTop()) {
      requireNew(path);
      folder.makeFolder(path);
    }
  }

  private void takeFile(EntryPath path, InputStream content) throws IOException {
    if (path.isTop()) {
      throw path.refusal("it is a file without a name");
    }
    requireNew(path);
    try (Folder.NewFile file = folder.makeFile(path)) {
      for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
        countBytes(count);
        file.write(buffer, count);
      }
    }
    files++;
  }

  private void requireNew(EntryPath path) {
    if (!taken.add(path)) {
      throw path.refusal("it is there twice");
    }
  }

  private void countEntry() {
    if (++entries > limits.maxEntries()) {
      throw new TooLargeException(
          "The archive has more than "
              + limits.maxEntries()
              + " entries, the most that this server accepts");
    }
  }

  private void countBytes(int count) {
    refuseMoreThan(limits.maxBytes() - bytes, count);
    bytes += count;
    requireRatio(bytes);
  }

  /** A stream that what was compressed unpacks to, ended where that is too much for what it was. */
  InputStream measured(InputStream unpacked) {
    return new FilterInputStream(unpacked) {
      private long count;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        int got = in.read(into, offset, length);
        count += Math.max(got, 0);
        requireRatio(count);
        return got;
      }
    };
  }

  private void requireRatio(long unpacked) {
    if (!limits.ratio().allows(unpacked, sent.getAsLong())) {
      throw new TooLargeException(
          "The archive unpacks to more than "
              + limits.ratio().max()
              + " times its size, the most that this server accepts");
    }
  }

  private void refuseMoreThan(long left, long wanted) {
    if (wanted > left) {
      throw new TooLargeException(
          "The archive unpacks to more than "
              + limits.maxBytes()
              + " bytes, the most that this server accepts");
    }
  }
}
