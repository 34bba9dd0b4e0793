package io.tfaas.model;

import static io.tfaas.model.CountedVersion.NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tfaas.error.DeadlineException;
import io.tfaas.error.NotFoundException;
import io.tfaas.error.UnavailableException;
import io.tfaas.testing.LogRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that wait for a model, and what its load comes to. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ModelWakingTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final CountedVersion counted = new CountedVersion(1);
  private final CompletableFuture<Void> load = new CompletableFuture<>();
  private final AtomicInteger loads = new AtomicInteger();

  private void load(ModelName name) {
    loads.incrementAndGet();
    load.join();
  }

  private Optional<Lease> leaseWhenLoaded() {
    return load.isDone() ? counted.version().tryLease() : Optional.empty();
  }

  @Test
  void aRequestWaitsForALoadNoLongerThanItHasTime() {
    try (ModelWaking waking = new ModelWaking(this::load, PATIENCE)) {
      CompletableFuture<Lease> late = waking.lease(NAME, Optional::empty, Duration.ofMillis(1));
      assertThatThrownBy(late::join)
          .cause()
          .isInstanceOf(DeadlineException.class)
          .hasMessage("Model 'm' is still being loaded after 1 ms, the time this request has");
      load.complete(null);
    }
  }

  @Test
  void aModelThatIsGoneWhenItIsToBeLoadedIsToldOfAsGone() {
    try (LogRecords log = LogRecords.of(ModelWaking.class.getName());
        ModelWaking waking =
            new ModelWaking(
                name -> {
                  throw ModelChanges.unknown(name);
                },
                PATIENCE)) {
      CompletableFuture<Lease> gone =
          waking.lease(
              NAME,
              () -> {
                throw ModelChanges.unknown(NAME);
              },
              PATIENCE);
      assertThatThrownBy(gone::join)
          .cause()
          .isInstanceOf(NotFoundException.class)
          .hasMessage("No such model: 'm'");
      assertThat(log.everything()).isEmpty();
    }
  }

  @Test
  void whatALoadSaysThatCannotBeNowIsTheAnswer() {
    try (ModelWaking waking =
        new ModelWaking(
            name -> {
              loads.incrementAndGet();
              throw new UnavailableException("not now");
            },
            PATIENCE)) {
      assertThatThrownBy(waking.lease(NAME, Optional::empty, PATIENCE)::join)
          .cause()
          .isInstanceOf(UnavailableException.class)
          .hasMessage("not now");
      assertThat(loads).hasValue(1);
    }
  }

  @Test
  void aLoadThatFailsInPartIsEnoughForWhoWantsTheOtherPart() {
    try (ModelWaking waking =
        new ModelWaking(
            name -> {
              load.complete(null);
              throw new UnavailableException("not all of it");
            },
            PATIENCE)) {
      waking.lease(NAME, this::leaseWhenLoaded, PATIENCE).join().close();
    }
  }

  /* Of those that load, those that go on with a request, and the one that looks at the time. */
  @ParameterizedTest
  @ValueSource(strings = {"tfaas-wake", "tfaas-awake", "tfaas-patience"})
  void aRequestForWhichThereIsNoThreadIsToldSoAndTheNextOneIsServed(String missing) {
    AtomicBoolean starved = new AtomicBoolean(true);
    load.complete(null);
    try (ModelWaking waking =
        new ModelWaking(
            this::load,
            PATIENCE,
            name ->
                task -> {
                  if (name.equals(missing) && starved.getAndSet(false)) {
                    throw new OutOfMemoryError("unable to create native thread");
                  }
                  return new NamedThreads(name).newThread(task);
                })) {
      assertThatThrownBy(waking.lease(NAME, this::leaseAfterALoad, PATIENCE)::join)
          .cause()
          .isInstanceOf(UnavailableException.class)
          .hasMessage("The server has no thread left for the request; try again later");
      waking.lease(NAME, this::leaseAfterALoad, PATIENCE).join().close();
    }
    counted.version().release();
    assertThat(counted.frees()).isEqualTo(1);
  }

  private Optional<Lease> leaseAfterALoad() {
    return loads.get() > 0 ? counted.version().tryLease() : Optional.empty();
  }

  @Test
  void theEndAnswersThoseWhoWaitAndLeavesNoThread() throws InterruptedException {
    List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
    ModelWaking waking =
        new ModelWaking(
            this::load,
            PATIENCE,
            name ->
                task -> {
                  Thread thread = new NamedThreads(name).newThread(task);
                  threads.add(thread);
                  return thread;
                });
    CompletableFuture<Lease> waiting = waking.lease(NAME, this::leaseWhenLoaded, PATIENCE);
    CompletableFuture<Boolean> answered = waiting.handle((lease, failure) -> load.complete(null));
    waking.close();
    assertThat(answered).isDone();
    assertStopping(waiting);
    assertStopping(waking.lease(NAME, this::leaseWhenLoaded, PATIENCE));
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(threads).hasSizeGreaterThan(1);
  }

  private static void assertStopping(CompletableFuture<Lease> lease) {
    assertThatThrownBy(lease::join)
        .cause()
        .isInstanceOf(UnavailableException.class)
        .hasMessage("The server is stopping");
  }

  @Test
  void aModelThatOthersKeepMakingIdleIsGivenUp() {
    load.complete(null);
    try (ModelWaking waking = new ModelWaking(this::load, PATIENCE)) {
      assertThatThrownBy(waking.lease(NAME, Optional::empty, PATIENCE)::join)
          .cause()
          .isInstanceOf(UnavailableException.class)
          .hasMessage("Model 'm' cannot be loaded now; try again later");
      assertThat(loads).hasValue(5);
    }
  }
}
