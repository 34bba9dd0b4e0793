package io.tfaas.testing;

import io.tfaas.error.ServingException;
import io.tfaas.model.Lease;
import io.tfaas.model.ModelManager;
import io.tfaas.model.ModelName;
import io.tfaas.model.ModelRef;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Leases for threads that may wait for a model, as those of tests may. */
public final class Leases {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private Leases() {}

  public static Lease of(ModelManager models, ModelName name) {
    return join(models.lease(Optional.of(name), PATIENCE));
  }

  public static Lease of(ModelManager models, ModelRef ref) {
    return join(models.lease(ref, PATIENCE));
  }

  private static Lease join(CompletableFuture<Lease> lease) {
    try {
      return lease.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof ServingException failure ? failure : e;
    }
  }
}
