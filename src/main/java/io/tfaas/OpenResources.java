package io.tfaas;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;

/** What an application has opened, to be closed in the opposite order and as a whole. */
final class OpenResources implements AutoCloseable {

  private static final Logger LOG = System.getLogger(OpenResources.class.getName());

  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  synchronized <T extends AutoCloseable> T add(T resource) {
    open.push(resource);
    return resource;
  }

  /** Closes all of them, those too that were opened before one that cannot be closed. */
  @Override
  public synchronized void close() {
    while (!open.isEmpty()) {
      AutoCloseable resource = open.pop();
      try {
        resource.close();
      } catch (Exception e) {
        LOG.log(Level.WARNING, "Not closed: " + resource.getClass().getSimpleName(), e);
      }
    }
  }
}
