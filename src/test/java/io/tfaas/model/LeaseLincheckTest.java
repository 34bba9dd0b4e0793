package io.tfaas.model;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every order in which a manager lets go of a version while others take and close leases, up to
 * some length: who has a lease finds the memory there, and it is freed once, after the last.
 */
@Param(name = "thread", gen = ThreadIdGen.class)
public class LeaseLincheckTest {

  private static final int THREADS = 8;

  private final CountedVersion counted = new CountedVersion(1);
  private final AtomicReferenceArray<@Nullable Lease> leases = new AtomicReferenceArray<>(THREADS);
  private volatile boolean letGo;

  @Operation
  public boolean acquire(@Param(name = "thread") int thread) {
    close(thread);
    leases.set(thread, counted.version().tryLease().orElse(null));
    return leases.get(thread) != null;
  }

  @Operation
  public String use(@Param(name = "thread") int thread) {
    Lease lease = leases.get(thread);
    if (lease == null) {
      return "nothing";
    }
    try (Lease more = lease.another()) {
      return more.version().isHeld() && counted.frees() == 0 ? "memory" : "freed memory";
    }
  }

  @Operation
  public void close(@Param(name = "thread") int thread) {
    Lease lease = leases.get(thread);
    if (lease != null) {
      lease.close();
      lease.close();
    }
    leases.set(thread, null);
  }

  @Operation(runOnce = true)
  public void letGo() {
    counted.version().release();
    letGo = true;
  }

  @Validate
  public void freedOnceAfterTheLastLease() {
    boolean leased = false;
    for (int thread = 0; thread < THREADS; thread++) {
      leased |= leases.get(thread) != null;
    }
    int expected = letGo && !leased ? 1 : 0;
    if (counted.frees() != expected) {
      throw new IllegalStateException(
          "Freed %d times, expected %d".formatted(counted.frees(), expected));
    }
  }

  @Test
  void memoryIsFreedOnceAndNeverUnderALease() {
    new ModelCheckingOptions()
        .iterations(10)
        .invocationsPerIteration(300)
        .threads(3)
        .actorsPerThread(3)
        .check(LeaseLincheckTest.class);
  }
}
