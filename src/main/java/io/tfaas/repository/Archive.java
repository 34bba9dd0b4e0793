package io.tfaas.repository;

import io.tfaas.error.InvalidInputException;
import io.tfaas.error.ServingException;
import io.tfaas.error.StorageFullException;
import io.tfaas.error.TooLargeException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Unpacks archives from outside: a tar, a tar in one or two layers of gzip, or a zip, told apart by
 * their bytes.
 *
 * <p>Nothing an archive says is trusted: its names must lead down from the target, its bytes are
 * counted as they come, and only plain files and folders are made.
 */
public final class Archive {

  private static final int MAX_GZIP_LAYERS = 2;
  private static final int BUFFER_BYTES = 64 * 1024;

  private final ArchiveLimits limits;
  private final Disk disk;

  public Archive(ArchiveLimits limits) {
    this(limits, Disk.DEFAULT);
  }

  Archive(ArchiveLimits limits, Disk disk) {
    this.limits = limits;
    this.disk = disk;
  }

  /**
   * Unpacks the body into an existing folder; the caller closes the body, and removes the folder
   * where this fails. A zip is held in a temporary file beside the folder meanwhile.
   *
   * @throws InvalidInputException if the body is no archive, is corrupt or holds what is refused
   * @throws TooLargeException as soon as it exceeds a limit
   * @throws StorageFullException if the disk has no room left
   * @throws StorageException if the disk fails otherwise
   * @throws IOException if the body cannot be read to its end; what it throws comes out unchanged
   */
  public void unpack(InputStream body, Path target) throws IOException {
    Failure failure = new Failure();
    Body sent = new Body(body, failure);
    Unpacking unpacking = new Unpacking(limits, new Folder(target, disk), sent::count);
    try {
      unpack(sent, 0, target, unpacking);
    } catch (StorageException | ServingException e) {
      failure.rethrowIfAny();
      throw e;
    } catch (IOException | RuntimeException e) {
      failure.rethrowIfAny();
      throw new InvalidInputException(
          "The archive is corrupt or was cut short: pack it anew and send it again", e);
    }
  }

  private void unpack(InputStream in, int gzipLayers, Path target, Unpacking unpacking)
      throws IOException {
    BufferedInputStream content = new BufferedInputStream(in, BUFFER_BYTES);
    switch (Format.of(content)) {
      case GZIP -> unpackGzip(content, gzipLayers, target, unpacking);
      case TAR -> TarReader.read(content, unpacking);
      case ZIP -> unpackZip(content, target, unpacking);
      case NOTHING -> throw new InvalidInputException("The archive is empty");
      case UNKNOWN ->
          throw new InvalidInputException("Unknown archive: expected a tar, a tar.gz or a zip");
    }
    unpacking.finish();
  }

  private void unpackGzip(InputStream in, int layers, Path target, Unpacking unpacking)
      throws IOException {
    if (layers == MAX_GZIP_LAYERS) {
      throw new InvalidInputException(
          "Invalid archive: compressed with gzip more than " + MAX_GZIP_LAYERS + " times");
    }
    try (InputStream layer = unpacking.measured(new GzipLayer(in))) {
      unpack(layer, layers + 1, target, unpacking);
    }
  }

  private void unpackZip(InputStream in, Path target, Unpacking unpacking) throws IOException {
    try (Spool spool = Spool.beside(target, disk)) {
      spool.fill(in, limits.maxBytes());
      ZipReader.read(spool, unpacking);
    }
  }
}
