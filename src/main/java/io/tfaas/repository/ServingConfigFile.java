package io.tfaas.repository;

import com.google.protobuf.TextFormat;
import io.tfaas.error.UnavailableException;
import io.tfaas.model.ModelName;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The model config file, and what it said when it was last read as a whole. */
final class ServingConfigFile {

  private static final Logger LOG = System.getLogger(ServingConfigFile.class.getName());

  private record Stamp(long size, FileTime time) {}

  private final Optional<Path> file;
  private Optional<Stamp> read = Optional.empty();
  private Optional<Stamp> seen = Optional.empty();
  private volatile ServingConfig config = new ServingConfig(Map.of(), List.of());

  /**
   * Reads the file, if there is one.
   *
   * @throws UnavailableException when it cannot be read
   */
  ServingConfigFile(Optional<Path> file) {
    this.file = file;
    if (file.isPresent()) {
      try {
        read = stamp(file.get());
        use(ServingConfig.read(file.get()));
      } catch (IOException e) {
        throw new UnavailableException(
            "The model config file %s cannot be read%s".formatted(file.get(), place(e)), e);
      }
    }
  }

  /** The models that it names. */
  Map<ModelName, ModelPlace> models() {
    return config.models();
  }

  /**
   * Reads the file again where it has changed, and has not since the call before: nobody is writing
   * it then. One that cannot be read is reported, and changes nothing.
   */
  synchronized void refresh() {
    if (file.isEmpty()) {
      return;
    }
    Optional<Stamp> now = stamp(file.get());
    boolean settled = now.equals(seen);
    seen = now;
    if (now.equals(read) || !settled) {
      return;
    }
    read = now;
    try {
      use(ServingConfig.read(file.get()));
      LOG.log(Level.INFO, "The model config file was read again");
    } catch (IOException e) {
      LOG.log(
          Level.WARNING,
          "The model config file cannot be read{0}; what it said before still counts",
          place(e));
    }
  }

  private void use(ServingConfig newConfig) {
    newConfig.notices().stream()
        .filter(notice -> !config.notices().contains(notice))
        .forEach(notice -> LOG.log(Level.WARNING, "In the model config file, {0}", notice));
    config = newConfig;
  }

  private static Optional<Stamp> stamp(Path file) {
    try {
      return Optional.of(new Stamp(Files.size(file), Files.getLastModifiedTime(file)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String place(IOException failure) {
    return failure instanceof TextFormat.ParseException parse && parse.getLine() > 0
        ? ": line " + parse.getLine() + " is not text of a ModelServerConfig"
        : "";
  }
}
