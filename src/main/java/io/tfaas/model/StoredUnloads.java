package io.tfaas.model;

import io.tfaas.error.ServingException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * Which models are unloaded by call, kept with their marks for the next start. A store that cannot
 * be written takes these calls all the same; then they last until the restart. One whose marks
 * cannot be read is not written: they would be lost.
 */
record StoredUnloads(ModelStore store) {

  private static final Logger LOG = System.getLogger(StoredUnloads.class.getName());

  /** The model is out from now on, until a version comes that it does not have now. */
  VersionMarks begin(ModelEntry out) {
    VersionMarks marks = out.marks().withUnloaded(out.keptOut());
    try {
      marks = store.marks(out.name()).withUnloaded(out.keptOut());
      store.marks(out.name(), marks);
    } catch (ServingException e) {
      warn(out.name(), e);
    }
    return marks;
  }

  /**
   * The model is not out any more.
   *
   * @throws io.tfaas.error.UnavailableException when its marks cannot be read
   */
  VersionMarks end(ModelName name) {
    VersionMarks stored = store.marks(name);
    VersionMarks marks = stored.withUnloaded(Optional.empty());
    if (!marks.equals(stored)) {
      try {
        store.marks(name, marks);
      } catch (ServingException e) {
        warn(name, e);
      }
    }
    return marks;
  }

  /** The model is not out any more, also where its marks cannot be read: they are as known. */
  VersionMarks endAnyway(ModelEntry known) {
    try {
      return end(known.name());
    } catch (ServingException e) {
      warn(known.name(), e);
      return known.marks().withUnloaded(Optional.empty());
    }
  }

  private static void warn(ModelName name, ServingException e) {
    LOG.log(
        Level.WARNING,
        "That model ''{0}'' was loaded or unloaded by call lasts until the restart only: {1}",
        name,
        e.getMessage());
  }
}
