package io.tfaas.repository;

import io.tfaas.error.UnavailableException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a model folder for one server. A second one would sweep the uploads that the first
 * receives, and both would give the same number to different versions. The system lets go of the
 * lock when the process ends, however it ends.
 */
public final class FolderLock implements AutoCloseable {

  private static final Logger LOG = System.getLogger(FolderLock.class.getName());
  private static final String PROPERTY = "io.tfaas.locked.";

  private final @Nullable FileChannel channel;
  private final String property;

  private FolderLock(@Nullable FileChannel channel, String property) {
    this.channel = channel;
    this.property = property;
  }

  /** How the system locks an open file. */
  @FunctionalInterface
  interface Locking {
    /** The lock; null where another process has it. */
    @Nullable FileLock tryLock(FileChannel channel) throws IOException;
  }

  /**
   * Takes the lock. A folder that cannot be written is used without one, since nothing is changed
   * in it.
   *
   * @throws UnavailableException when another server has the folder, or it can be written and the
   *     system does not lock it
   */
  public static FolderLock take(Path models) {
    return take(models, FileChannel::tryLock);
  }

  static FolderLock take(Path models, Locking system) {
    Path own = models.toAbsolutePath().normalize().resolve(ModelRepository.OWN_FOLDER);
    Path file = own.resolve("lock");
    try {
      Files.createDirectories(own);
      if (Files.notExists(file)) {
        Files.write(file, new byte[0], StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      }
      return take(file, models, system);
    } catch (IOException e) {
      if (Files.exists(file) && Files.isWritable(own)) {
        throw unlocked(models, e, "see to it that the server may write " + file);
      }
      LOG.log(
          Level.WARNING,
          "The model folder {0} cannot be locked ({1}): see to it that no other server uses it",
          models,
          e.getClass().getSimpleName());
      return new FolderLock(null, "");
    }
  }

  /*
   * The system's lock is one of the process, and is lost when any channel of the process on the file
   * is closed. So a second WAR of the same process has to be told before it opens the file, by
   * something that all class loaders share.
   */
  private static FolderLock take(Path file, Path models, Locking system) throws IOException {
    Object inode = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    String property = PROPERTY + Optional.ofNullable(inode).orElse(file.toRealPath());
    if (System.getProperties().putIfAbsent(property, models.toString()) != null) {
      throw taken(models);
    }
    FolderLock lock = open(file, property);
    boolean locked = false;
    try {
      locked = lock.isLockedBy(system, models);
    } finally {
      if (!locked) {
        lock.close();
      }
    }
    if (!locked) {
      throw taken(models);
    }
    return lock;
  }

  private static FolderLock open(Path file, String property) throws IOException {
    try {
      return new FolderLock(FileChannel.open(file, StandardOpenOption.WRITE), property);
    } catch (IOException | RuntimeException e) {
      System.clearProperty(property);
      throw e;
    }
  }

  /* A file that could be opened can be written, so that to go on without the lock is no choice. */
  private boolean isLockedBy(Locking system, Path models) {
    try {
      return channel != null && system.tryLock(channel) != null;
    } catch (OverlappingFileLockException e) {
      throw new UnavailableException(sentence(models), e);
    } catch (IOException e) {
      throw unlocked(
          models,
          e,
          "put it on a file system that has locks, or mount it read-only to serve it without"
              + " changes");
    }
  }

  private static UnavailableException unlocked(Path models, IOException failure, String remedy) {
    return new UnavailableException(
        "The model folder "
            + models
            + " can be written, and cannot be locked against other servers ("
            + failure.getMessage()
            + "): "
            + remedy,
        failure);
  }

  private static UnavailableException taken(Path models) {
    return new UnavailableException(sentence(models));
  }

  private static String sentence(Path models) {
    return "Another server uses the model folder "
        + models
        + ": stop it, or give this one a folder of its own (tfaas.model-dir)";
  }

  @Override
  public void close() {
    if (channel == null || !channel.isOpen()) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "The model folder's lock could not be given back", e);
    } finally {
      System.clearProperty(property);
    }
  }
}
