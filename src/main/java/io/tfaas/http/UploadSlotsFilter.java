package io.tfaas.http;

import io.tfaas.error.OverloadedException;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.util.concurrent.Semaphore;

/** Lets so many uploads in at once, and refuses others before their bodies are read. */
@Priority(Priorities.AUTHORIZATION + 1)
final class UploadSlotsFilter implements ContainerRequestFilter, ContainerResponseFilter {

  private static final String SLOT = UploadSlotsFilter.class.getName();

  private final int most;
  private final Semaphore slots;

  UploadSlotsFilter(int most) {
    this.most = most;
    this.slots = new Semaphore(most);
  }

  @Override
  public void filter(ContainerRequestContext request) {
    if (!slots.tryAcquire()) {
      throw new OverloadedException(
          "The server takes at most %d uploads at once; try again in a moment".formatted(most));
    }
    request.setProperty(SLOT, true);
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getProperty(SLOT) != null) {
      request.removeProperty(SLOT);
      slots.release();
    }
  }
}
