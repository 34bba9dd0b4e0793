package io.tfaas.repository;

import io.tfaas.error.NotFoundException;
import io.tfaas.error.ServingException;
import io.tfaas.error.StorageFullException;
import io.tfaas.error.UnavailableException;
import io.tfaas.model.ModelName;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What failures of the model folder become for the caller. */
final class StoreFailures {

  private static final Logger LOG = System.getLogger(StoreFailures.class.getName());

  private final Path place;
  private final Set<ModelName> withoutMarks = ConcurrentHashMap.newKeySet();

  /**
   * @param place on the disk that the models are on
   */
  StoreFailures(Path place) {
    this.place = place;
  }

  /**
   * What was to be changed is as it was, unless only the last step failed, which keeps it for good;
   * the reason is logged.
   *
   * @throws StorageFullException instead, where there is no room
   */
  UnavailableException ofChange(IOException failure) {
    StorageException known = StorageException.of(failure, place);
    LOG.log(Level.WARNING, "The model folder cannot be changed: {0}", reason(known));
    String outcome =
        failure instanceof UnsyncedException
            ? "The server's disk failed when it was to keep the change, which may hold or not: look"
                + " before you try again; the server's log tells its operator why"
            : "The server cannot change its model folder, and nothing was changed: the server's log"
                + " tells its operator why";
    return new UnavailableException(outcome, known);
  }

  private static String reason(StorageException failure) {
    return String.valueOf(failure.getCause());
  }

  /** The model folder as a whole cannot be read. */
  UnavailableException unavailable(IOException failure) {
    return new UnavailableException(
        "The server's model folder cannot be used now", StorageException.of(failure, place));
  }

  /** The marks of a model cannot be read; the reason is logged when it is new. */
  UnavailableException withoutMarks(ModelName name, IOException failure) {
    if (withoutMarks.add(name)) {
      LOG.log(
          Level.WARNING,
          "The pin and labels of model ''{0}'' cannot be read; mend their file, or remove it to"
              + " forget them: {1}",
          name,
          failure);
    }
    return new UnavailableException(
        "The pin and labels of model '%s' cannot be read, and without them it is neither loaded nor"
                .formatted(name)
            + " changed: the server's log tells its operator why",
        failure);
  }

  /** The marks of a model can be read. */
  void endWithoutMarks(ModelName name) {
    withoutMarks.remove(name);
  }

  /** The files of a model that was found cannot be read. */
  ServingException unreadable(ModelPlace model, IOException failure) {
    if (!(failure instanceof NoSuchFileException)) {
      return unavailable(failure);
    }
    return OnDisk.mayBeFolder(model.folder())
        ? new UnavailableException(
            "The files of model '%s' are being changed; try again".formatted(model.name()), failure)
        : new NotFoundException("No such model: '%s'".formatted(model.name()));
  }
}
