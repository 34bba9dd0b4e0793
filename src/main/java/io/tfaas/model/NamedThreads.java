package io.tfaas.model;

import java.util.concurrent.ThreadFactory;

/** Platform threads that do not keep the process alive, all of one name. */
record NamedThreads(String name) implements ThreadFactory {

  @Override
  public Thread newThread(Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
