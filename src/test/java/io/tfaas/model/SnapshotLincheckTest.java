package io.tfaas.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/**
 * Versions of a model are installed, deleted and looked up by several threads at once, many times:
 * some order of the calls explains what was found, nobody gets a version that is freed, and none is
 * kept that is not served. By stress: to try every order of so many steps takes minutes.
 */
public class SnapshotLincheckTest {

  private static final Logger LOG = Logger.getLogger(Served.class.getName());

  static {
    LOG.setLevel(Level.OFF);
  }

  private final Served served = new Served();
  private final ModelLocks locks = new ModelLocks();
  private final List<CountedVersion> made = Collections.synchronizedList(new ArrayList<>());

  @Operation
  public long install() {
    return locks.locked(
        CountedVersion.NAME,
        () -> {
          CountedVersion counted = new CountedVersion(made.size() + 1L);
          made.add(counted);
          served.put(CountedVersion.entry(counted.version()));
          return counted.version().number();
        });
  }

  @Operation
  public boolean delete() {
    return locks.locked(
        CountedVersion.NAME,
        () -> {
          boolean there = served.snapshot().find(CountedVersion.NAME).isPresent();
          served.remove(CountedVersion.NAME);
          return there;
        });
  }

  /* As ModelManager does: what was just given up is looked for again. */
  @Operation
  public long lookUp() {
    while (true) {
      Optional<ModelVersion> version =
          served
              .snapshot()
              .find(CountedVersion.NAME)
              .flatMap(entry -> entry.served(new VersionChoice.Default()))
              .flatMap(HeldVersion::loaded);
      if (version.isEmpty()) {
        return 0;
      }
      Optional<Lease> lease = version.get().tryLease();
      if (lease.isPresent()) {
        try (Lease held = lease.get()) {
          long number = held.version().number();
          return made.get((int) number - 1).frees() == 0 ? number : -number;
        }
      }
    }
  }

  @Operation(runOnce = true)
  public void close() {
    served.close();
  }

  @Validate
  public void onlyWhatIsServedIsKept() {
    Optional<ModelEntry> entry = served.snapshot().find(CountedVersion.NAME);
    for (CountedVersion counted : made) {
      boolean kept = entry.flatMap(e -> e.find(counted.version().number())).isPresent();
      if (counted.frees() != (kept ? 0 : 1)) {
        throw new IllegalStateException(
            "Version %d was freed %d times".formatted(counted.version().number(), counted.frees()));
      }
    }
  }

  @Test
  void someOrderOfTheCallsExplainsWhatIsFound() {
    new StressOptions()
        .iterations(10)
        .invocationsPerIteration(300)
        .threads(3)
        .actorsPerThread(3)
        .check(SnapshotLincheckTest.class);
  }
}
