package io.tfaas.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.tfaas.error.NotFoundException;
import io.tfaas.repository.ModelFiles;
import io.tfaas.repository.ModelRepository;
import io.tfaas.repository.Staging;
import io.tfaas.session.SessionConfig;
import io.tfaas.testing.AddModel;
import io.tfaas.testing.Leases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Several threads change one model at once: what each was told, and what is there at the end, is
 * what the same calls give one after the other, in some order in which none comes before one that
 * had ended when it began.
 */
final class ChangesAtOnceTest {

  private static final ModelName NAME = new ModelName("m");
  private static final int KEPT = 3;
  private static final int THREADS = 3;
  private static final int CALLS = 8;
  private static final String NOT_FOUND = "not found";

  enum Kind {
    INSTALL,
    DELETE,
    PIN,
    UNPIN
  }

  /**
   * A call.
   *
   * @param number of the version that is pinned, or that the installed graph adds
   */
  record Call(Kind kind, int number) {}

  /** A call that was made, when it began and ended, and what came of it. */
  record Made(Call call, long began, long ended, String outcome) {}

  /**
   * What is there of the model.
   *
   * @param versions what the graph of each adds
   */
  record State(NavigableMap<Long, Integer> versions, Optional<Long> pin) {

    private static final State NOTHING = new State(new TreeMap<>(), Optional.empty());

    /** What is there after the call, if its outcome is what it has to be here. */
    private Optional<State> after(Made made) {
      Kind kind = made.call().kind();
      long number = kind == Kind.INSTALL ? next() : made.call().number();
      boolean refused =
          kind != Kind.INSTALL
              && (versions.isEmpty() || (kind == Kind.PIN && !versions.containsKey(number)));
      String outcome = refused ? NOT_FOUND : kind == Kind.INSTALL ? "" + number : "";
      if (!outcome.equals(made.outcome())) {
        return Optional.empty();
      }
      return Optional.of(
          refused
              ? this
              : switch (kind) {
                case INSTALL -> with(number, made.call().number());
                case DELETE -> NOTHING;
                case PIN -> new State(versions, Optional.of(number));
                case UNPIN -> new State(versions, Optional.empty());
              });
    }

    private long next() {
      return versions.isEmpty() ? 1 : versions.lastKey() + 1;
    }

    private State with(long number, int addend) {
      NavigableMap<Long, Integer> more = new TreeMap<>(versions);
      more.put(number, addend);
      more.keySet().stream()
          .filter(version -> pin.filter(version::equals).isEmpty())
          .sorted(Collections.reverseOrder())
          .skip(KEPT)
          .toList()
          .forEach(more::remove);
      return new State(more, pin);
    }
  }

  /** How far each thread's calls are taken, and what is there then. */
  record Point(List<Integer> taken, State state) {}

  private final Path root;
  private final ModelRepository repository;
  private final AtomicLong clock = new AtomicLong();

  ChangesAtOnceTest(@TempDir Path root) {
    this.root = root;
    this.repository = repository(root);
  }

  private static ModelRepository repository(Path root) {
    return new ModelRepository(root, Optional.empty(), KEPT);
  }

  private static ModelManager started(ModelRepository repository) {
    ModelManager manager =
        new ModelManager(repository, new ModelLoader(SessionConfig.ofThreads(1, -1), false), true);
    manager.start();
    return manager;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void changesThatMeetAreMadeOneAfterTheOther(int seed) throws Exception {
    State stored;
    try (ModelManager manager = started(repository)) {
      List<List<Made>> made = atOnce(manager, seed);
      stored = stored();
      assertThat(ends(made)).as("ends of %s", made).contains(stored);
      requireShown(manager, stored);
    }
    try (ModelManager manager = started(repository(root))) {
      requireShown(manager, stored);
      assertThat(stored()).isEqualTo(stored);
    }
  }

  private List<List<Made>> atOnce(ModelManager manager, int seed) throws Exception {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<List<Made>>> running = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        Random random = new Random(31L * seed + thread);
        int first = thread * CALLS;
        running.add(
            threads.submit(
                () -> {
                  start.await();
                  List<Made> made = new ArrayList<>();
                  for (int i = 0; i < CALLS; i++) {
                    made.add(make(manager, call(random, first + i)));
                  }
                  return made;
                }));
      }
      List<List<Made>> made = new ArrayList<>();
      for (Future<List<Made>> each : running) {
        made.add(each.get());
      }
      return made;
    } finally {
      threads.shutdownNow();
    }
  }

  private static Call call(Random random, int addend) {
    return switch (random.nextInt(8)) {
      case 0 -> new Call(Kind.DELETE, 0);
      case 1, 2 -> new Call(Kind.PIN, 1 + random.nextInt(4));
      case 3 -> new Call(Kind.UNPIN, 0);
      default -> new Call(Kind.INSTALL, addend);
    };
  }

  private Made make(ModelManager manager, Call call) throws IOException {
    long began = clock.incrementAndGet();
    String outcome;
    try {
      outcome = outcome(manager, call);
    } catch (NotFoundException e) {
      outcome = NOT_FOUND;
    }
    return new Made(call, began, clock.incrementAndGet(), outcome);
  }

  private String outcome(ModelManager manager, Call call) throws IOException {
    switch (call.kind()) {
      case INSTALL -> {
        return "" + install(manager, call.number());
      }
      case DELETE -> manager.delete(NAME);
      case PIN -> manager.mark(NAME, new MarkChange.Pin(call.number()));
      case UNPIN -> manager.mark(NAME, new MarkChange.Unpin());
    }
    return "";
  }

  private long install(ModelManager manager, int addend) throws IOException {
    byte[] params = AddModel.params(NAME.value());
    try (Staging staging = repository.stage()) {
      Files.write(staging.content().resolve("model.pb"), AddModel.graph(addend));
      Files.write(staging.content().resolve("params.json"), params);
      return manager
          .install(
              new StoredModel(
                  NAME, 0, staging.content(), ModelFiles.parseParams(params), List.of()))
          .version();
    }
  }

  /* All that can be there at the end, by every order of the calls that fits their outcomes. */
  private static Set<State> ends(List<List<Made>> threads) {
    Set<State> ends = new HashSet<>();
    Set<Point> seen = new HashSet<>();
    Deque<Point> open = new ArrayDeque<>();
    open.add(new Point(Collections.nCopies(threads.size(), 0), State.NOTHING));
    while (!open.isEmpty()) {
      Point point = open.remove();
      if (!seen.add(point)) {
        continue;
      }
      List<Made> next = new ArrayList<>();
      for (int thread = 0; thread < threads.size(); thread++) {
        List<Made> calls = threads.get(thread);
        calls.stream().skip(point.taken().get(thread)).findFirst().ifPresent(next::add);
      }
      if (next.isEmpty()) {
        ends.add(point.state());
      }
      for (Made made : next) {
        if (next.stream().noneMatch(other -> other.ended() < made.began())) {
          point
              .state()
              .after(made)
              .map(state -> step(threads, point, made, state))
              .ifPresent(open::add);
        }
      }
    }
    return ends;
  }

  private static Point step(List<List<Made>> threads, Point point, Made made, State state) {
    List<Integer> taken = new ArrayList<>(point.taken());
    for (int thread = 0; thread < taken.size(); thread++) {
      if (threads.get(thread).contains(made)) {
        taken.set(thread, taken.get(thread) + 1);
      }
    }
    return new Point(List.copyOf(taken), state);
  }

  /* What is on disk, each version with the graph that was installed as it. */
  private State stored() throws IOException {
    NavigableMap<Long, Integer> versions = new TreeMap<>();
    for (long number : repository.find(NAME).map(FoundModel::numbers).orElse(Set.of())) {
      byte[] graph = Files.readAllBytes(root.resolve(NAME.value()).resolve(number + "/model.pb"));
      for (int addend = 0; addend < THREADS * CALLS; addend++) {
        if (Arrays.equals(graph, AddModel.graph(addend))) {
          versions.put(number, addend);
        }
      }
    }
    return new State(versions, repository.marks(NAME).pin());
  }

  private void requireShown(ModelManager manager, State stored) {
    assertThat(root.resolve(".tfaas/staging")).isEmptyDirectory();
    Optional<ModelName> known = Optional.of(NAME).filter(name -> !stored.versions().isEmpty());
    assertThat(repository.defaultModel()).isEqualTo(known);
    assertThat(manager.names()).isEqualTo(known.stream().toList());
    if (known.isPresent()) {
      long answering = stored.pin().orElseGet(stored.versions()::lastKey);
      assertThat(manager.nameOf(Optional.empty())).isEqualTo(NAME);
      assertThat(manager.rules(NAME).pin()).isEqualTo(stored.pin());
      try (Lease lease = Leases.of(manager, NAME)) {
        assertThat(lease.version().number()).isEqualTo(answering);
      }
    }
  }
}
