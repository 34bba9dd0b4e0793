package io.tfaas.server;

/** A task of a {@link RequestExecutor} that knows what it is. */
interface RequestTask extends Runnable {

  /** Whether it begins a request, rather than going on with one. */
  boolean isNewRequest();
}
