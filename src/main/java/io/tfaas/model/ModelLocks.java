package io.tfaas.model;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A lock for each model, against other changes of it. Few locks for any number of names: two models
 * that share one only wait for each other.
 */
final class ModelLocks {

  private static final int COUNT = 64;

  private final ReentrantLock[] locks =
      Stream.generate(ReentrantLock::new).limit(COUNT).toArray(ReentrantLock[]::new);

  /** Makes the change if no other change of the model is made now. */
  void lockedIfFree(ModelName name, Runnable change) {
    ReentrantLock lock = lock(name);
    if (lock.tryLock()) {
      try {
        change.run();
      } finally {
        lock.unlock();
      }
    }
  }

  private ReentrantLock lock(ModelName name) {
    return locks[Math.floorMod(name.hashCode(), COUNT)];
  }

  /** Makes the change while no other change of the model is made. */
  <T> T locked(ModelName name, Supplier<T> change) {
    ReentrantLock lock = lock(name);
    lock.lock();
    try {
      return change.get();
    } finally {
      lock.unlock();
    }
  }
}
