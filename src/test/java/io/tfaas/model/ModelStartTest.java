package io.tfaas.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.tfaas.repository.ModelRepository;
import io.tfaas.session.SessionConfig;
import io.tfaas.testing.LogRecords;
import io.tfaas.testing.Samples;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a start does with many models. */
final class ModelStartTest {

  private static final int MOST = 2 * Runtime.getRuntime().availableProcessors();

  private final Path root;
  private final AtomicInteger loading = new AtomicInteger();
  private final AtomicInteger mostLoading = new AtomicInteger();

  ModelStartTest(@TempDir Path root) {
    this.root = root;
  }

  private void add(int models) {
    IntStream.range(0, models)
        .forEach(
            i -> Samples.copy(Samples.path("half_plus_two/1"), root.resolve("model" + i + "/1")));
  }

  private ModelManager manager(ModelStore store) {
    return new ModelManager(
        store, new ModelLoader(SessionConfig.ofThreads(1, -1), false), /* takesCalls= */ true);
  }

  private ModelStore store() {
    return new ModelRepository(root, Optional.empty(), 3);
  }

  /* Reads no model until as many are being read at once. */
  private ModelStore storeThatAwaits(int readers) {
    ModelStore store = store();
    CountDownLatch meeting = new CountDownLatch(readers);
    return (ModelStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ModelStore.class},
            (proxy, method, arguments) -> {
              boolean reads = method.getName().equals("read");
              if (reads) {
                mostLoading.accumulateAndGet(loading.incrementAndGet(), Math::max);
                meeting.countDown();
                meeting.await();
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              } finally {
                loading.addAndGet(reads ? -1 : 0);
              }
            });
  }

  @Test
  @Timeout(120)
  void loadsModelsSideBySide() {
    add(2);
    try (ModelManager models = manager(storeThatAwaits(2))) {
      models.start();
      assertThat(models.list())
          .extracting(ModelStatus::state)
          .containsExactly(ModelStatus.State.AVAILABLE, ModelStatus.State.AVAILABLE);
    }
  }

  @Test
  @Timeout(120)
  void loadsNoMoreAtOnceThanTwoForEachProcessor() {
    add(MOST + 3);
    try (ModelManager models = manager(storeThatAwaits(MOST))) {
      models.start();
      assertThat(mostLoading).hasValue(MOST);
      assertThat(models.list()).hasSize(MOST + 3);
    }
  }

  @Test
  void anErrorOfOneModelLeavesTheOthers() {
    add(3);
    ModelStore store = store();
    ModelName bad = new ModelName("model1");
    ModelStore failing =
        (ModelStore)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ModelStore.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("find") && arguments[0].equals(bad)) {
                    throw new OutOfMemoryError("of one model");
                  }
                  return method.invoke(store, arguments);
                });
    try (LogRecords log = LogRecords.of(ModelManager.class.getName());
        ModelManager models = manager(failing)) {
      models.start();
      assertThat(models.names()).containsExactly(new ModelName("model0"), new ModelName("model2"));
      assertThat(log.messages()).contains("Model 'model1' is not served");
    }
  }

  @Test
  void reportsAndSkipsThoseThatCannotBeServed() throws Exception {
    add(3);
    for (String bad : List.of("model0", "model2")) {
      Files.writeString(root.resolve(bad + "/1/saved_model.pb"), "no graph");
    }
    try (ModelManager models = manager(store())) {
      models.start();
      assertThat(models.list())
          .extracting(ModelStatus::state)
          .containsExactly(
              ModelStatus.State.FAILED, ModelStatus.State.AVAILABLE, ModelStatus.State.FAILED);
    }
  }
}
