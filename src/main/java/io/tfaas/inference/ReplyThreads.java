package io.tfaas.inference;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads that hand over outputs whose replies may take their time; made when they are needed. */
final class ReplyThreads implements Executor, AutoCloseable {

  private static final int MOST = 64;

  private final ThreadPoolExecutor threads;

  ReplyThreads() {
    threads =
        new ThreadPoolExecutor(
            MOST,
            MOST,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            PlatformThreads.named("tfaas-reply-"),
            (task, closed) -> task.run());
    threads.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable task) {
    threads.execute(task);
  }

  /** Lets the tasks that were given end. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
