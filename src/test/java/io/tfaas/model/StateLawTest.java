package io.tfaas.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tfaas.error.ConflictException;
import io.tfaas.error.NotFoundException;
import io.tfaas.error.ServingException;
import io.tfaas.error.UnavailableException;
import io.tfaas.repository.ModelRepository;
import io.tfaas.repository.Staging;
import io.tfaas.session.SessionConfig;
import io.tfaas.testing.AddModel;
import io.tfaas.testing.Leases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whatever calls are made in whatever order, and wherever the server ends without a goodbye: what
 * is found is what the acknowledged calls leave, one after the other; a refused one leaves no
 * trace, and none is refused but for what is not there or unloaded.
 */
final class StateLawTest {

  private static final int KEPT = 3;

  enum Kind {
    INSTALL,
    DELETE,
    PIN,
    UNPIN,
    LABEL,
    UNLABEL,
    MAKE_DEFAULT,
    LOAD,
    UNLOAD,
    CRASH
  }

  record Call(Kind kind, ModelName name, long number) {}

  /** What has to be there of a model. */
  private static final class Expected {
    private final TreeSet<Long> versions = new TreeSet<>();
    private Optional<Long> pin = Optional.empty();
    private Optional<Long> label = Optional.empty();
    private boolean out;

    private void install() {
      versions.add(versions.isEmpty() ? 1 : versions.last() + 1);
      out = false;
      versions.stream()
          .filter(
              version -> !Stream.concat(pin.stream(), label.stream()).toList().contains(version))
          .sorted(Collections.reverseOrder())
          .skip(KEPT)
          .toList()
          .forEach(versions::remove);
    }
  }

  @Provide
  Arbitrary<List<Call>> calls() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequency(
            net.jqwik.api.Tuple.of(5, Kind.INSTALL),
            net.jqwik.api.Tuple.of(1, Kind.DELETE),
            net.jqwik.api.Tuple.of(2, Kind.PIN),
            net.jqwik.api.Tuple.of(1, Kind.UNPIN),
            net.jqwik.api.Tuple.of(2, Kind.LABEL),
            net.jqwik.api.Tuple.of(1, Kind.UNLABEL),
            net.jqwik.api.Tuple.of(1, Kind.MAKE_DEFAULT),
            net.jqwik.api.Tuple.of(1, Kind.LOAD),
            net.jqwik.api.Tuple.of(1, Kind.UNLOAD),
            net.jqwik.api.Tuple.of(2, Kind.CRASH));
    return Combinators.combine(
            kinds,
            Arbitraries.of(new ModelName("a"), new ModelName("b")),
            Arbitraries.longs().between(1, 5))
        .as(Call::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(25);
  }

  @Property(tries = 40)
  void theStateIsThatOfTheAcknowledgedCalls(@ForAll("calls") List<Call> calls) throws IOException {
    Path root = Files.createTempDirectory("tfaas-law");
    Run run = new Run(root);
    try {
      for (Call call : calls) {
        run.make(call);
        run.check();
      }
    } finally {
      run.manager.close();
      new StoredModels(root).remove(root);
    }
  }

  /** The real thing, and beside it what is expected of it. */
  private static final class Run {

    private final Path root;
    private final Map<ModelName, Expected> expected = new TreeMap<>();
    private Optional<ModelName> standard = Optional.empty();
    private ModelRepository repository;
    private ModelManager manager;

    private Run(Path root) {
      this.root = root;
      this.repository = new ModelRepository(root, Optional.empty(), KEPT);
      this.manager = started(repository);
    }

    private static ModelManager started(ModelRepository repository) {
      ModelManager manager =
          new ModelManager(
              repository, new ModelLoader(SessionConfig.ofThreads(1, -1), false), true);
      manager.start();
      return manager;
    }

    private void make(Call call) throws IOException {
      Optional<Class<? extends ServingException>> refusal = refusal(call);
      if (refusal.isPresent()) {
        assertThatThrownBy(() -> real(call)).as(call.toString()).isExactlyInstanceOf(refusal.get());
        return;
      }
      real(call);
      Expected model = expected.computeIfAbsent(call.name(), name -> new Expected());
      switch (call.kind()) {
        case INSTALL -> {
          model.install();
          standard = Optional.of(call.name());
        }
        case DELETE -> {
          expected.remove(call.name());
          standard = standard.filter(name -> !name.equals(call.name()));
        }
        case PIN -> model.pin = Optional.of(call.number());
        case UNPIN -> model.pin = Optional.empty();
        case LABEL -> model.label = Optional.of(call.number());
        case UNLABEL -> model.label = Optional.empty();
        case MAKE_DEFAULT -> standard = Optional.of(call.name());
        case LOAD -> model.out = false;
        case UNLOAD -> model.out = true;
        case CRASH -> {}
      }
      expected.values().removeIf(each -> each.versions.isEmpty());
    }

    /* What the call has to be refused with, if anything; any other refusal is a fault. */
    private Optional<Class<? extends ServingException>> refusal(Call call) {
      if (call.kind() == Kind.INSTALL || call.kind() == Kind.CRASH) {
        return Optional.empty();
      }
      Expected model = expected.get(call.name());
      if (model == null) {
        return Optional.of(NotFoundException.class);
      }
      boolean marks = call.kind() == Kind.PIN || call.kind() == Kind.LABEL;
      if (marks && model.out) {
        return Optional.of(ConflictException.class);
      }
      boolean lacking =
          (marks && !model.versions.contains(call.number()))
              || (call.kind() == Kind.UNLABEL && model.label.isEmpty())
              || (call.kind() == Kind.MAKE_DEFAULT && model.out);
      return lacking ? Optional.of(NotFoundException.class) : Optional.empty();
    }

    private void real(Call call) throws IOException {
      switch (call.kind()) {
        case INSTALL -> install(call.name());
        case DELETE -> manager.delete(call.name());
        case PIN -> manager.mark(call.name(), new MarkChange.Pin(call.number()));
        case UNPIN -> manager.mark(call.name(), new MarkChange.Unpin());
        case LABEL -> manager.mark(call.name(), new MarkChange.MoveLabel("l", call.number()));
        case UNLABEL -> manager.mark(call.name(), new MarkChange.RemoveLabel("l"));
        case MAKE_DEFAULT -> manager.makeDefault(call.name());
        case LOAD -> manager.load(call.name());
        case UNLOAD -> manager.unload(call.name());
        case CRASH -> {
          /* The files as they are now; that the memory is given back tells nothing to the disk. */
          Files.createDirectories(root.resolve(".tfaas/staging/left"));
          manager.close();
          repository = new ModelRepository(root, Optional.empty(), KEPT);
          manager = started(repository);
        }
      }
    }

    private void install(ModelName name) throws IOException {
      try (Staging staging = repository.stage()) {
        Files.write(staging.content().resolve("model.pb"), AddModel.graph(1));
        Files.write(staging.content().resolve("params.json"), AddModel.params(name.value()));
        manager.install(
            new StoredModel(
                name,
                0,
                staging.content(),
                io.tfaas.repository.ModelFiles.parseParams(AddModel.params(name.value())),
                List.of()));
      }
    }

    private void check() {
      assertThat(manager.names()).containsExactlyElementsOf(expected.keySet());
      assertThat(repository.names()).containsExactlyElementsOf(expected.keySet());
      assertThat(repository.defaultModel()).isEqualTo(standard);
      assertThat(root.resolve(".tfaas/staging")).isEmptyDirectory();
      expected.forEach(this::check);
    }

    private void check(ModelName name, Expected model) {
      assertThat(repository.find(name).orElseThrow().numbers()).isEqualTo(model.versions);
      assertThat(manager.rules(name).pin()).isEqualTo(model.pin);
      Map<String, Long> labels = new HashMap<>();
      model.label.ifPresent(number -> labels.put("l", number));
      assertThat(manager.rules(name).labels()).isEqualTo(labels);
      Optional<Long> answering = Optional.empty();
      try (Lease lease = Leases.of(manager, new ModelRef(name, new VersionChoice.Default()))) {
        answering = Optional.of(lease.version().number());
      } catch (ServingException e) {
        assertThat(model.out).as(e.getMessage()).isTrue();
        assertThat(e).isExactlyInstanceOf(UnavailableException.class);
      }
      assertThat(answering)
          .isEqualTo(
              model.out
                  ? Optional.empty()
                  : Optional.of(model.pin.orElseGet(model.versions::last)));
    }
  }
}
