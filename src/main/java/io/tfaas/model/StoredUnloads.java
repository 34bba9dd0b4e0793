package io.tfaas.model;

import io.tfaas.error.ServingException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * Which models are unloaded by call, kept with their marks for the next start. A store that cannot
 * be written takes these calls all the same; then they last until the restart.
 */
record StoredUnloads(ModelStore store) {

  private static final Logger LOG = System.getLogger(StoredUnloads.class.getName());

  /** The model is out from now on, until a version comes that it does not have now. */
  VersionMarks begin(ModelEntry out) {
    VersionMarks marks = store.marks(out.name()).withUnloaded(out.keptOut());
    write(out.name(), marks);
    return marks;
  }

  /** The model is not out any more. */
  VersionMarks end(ModelName name) {
    VersionMarks stored = store.marks(name);
    VersionMarks marks = stored.withUnloaded(Optional.empty());
    if (!marks.equals(stored)) {
      write(name, marks);
    }
    return marks;
  }

  private void write(ModelName name, VersionMarks marks) {
    try {
      store.marks(name, marks);
    } catch (ServingException e) {
      LOG.log(
          Level.WARNING,
          "That model ''{0}'' was loaded or unloaded by call lasts until the restart only: {1}",
          name,
          e.getMessage());
    }
  }
}
