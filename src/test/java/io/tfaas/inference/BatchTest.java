package io.tfaas.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tfaas.model.Lease;
import io.tfaas.tensor.ElementType;
import io.tfaas.tensor.NamedTensors;
import io.tfaas.tensor.Shape;
import io.tfaas.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * What is left of batches that cannot be put together or taken apart. TensorFlow's memory is not
 * counted anywhere: what fails is done so often that a leak is most of the process's memory.
 */
@EnabledOnOs(OS.LINUX)
final class BatchTest {

  private static final int TIMES = 2_000;
  private static final int ROWS = 40_000;
  private static final long KIB_THAT_WOULD_LEAK = TIMES * (ROWS * 3L * 4 / 1024);

  private final ServedModels models = new ServedModels(true, "multi");

  @AfterEach
  void close() {
    models.close();
  }

  private static long residentKib() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  private interface Action {
    void run();
  }

  private static void assertKeepsNothing(Action action) throws IOException {
    action.run();
    long before = residentKib();
    for (int i = 0; i < TIMES; i++) {
      action.run();
    }
    assertThat(residentKib() - before).isLessThan(KIB_THAT_WOULD_LEAK / 2);
  }

  private PendingCall call(Tensor wide, Tensor deep) {
    NamedTensors inputs = new NamedTensors();
    inputs.put("wide", wide);
    inputs.put("deep", deep);
    Lease lease = models.lease("multi");
    return new PendingCall(
        lease, ServedModels.signature(lease, "serving_default"), inputs, CallTerms.NONE);
  }

  private static Tensor rows(ElementType type, int rows, int width) {
    Tensor tensor = Tensor.allocate(type, Shape.of(rows, width));
    for (int i = 0; i < tensor.data().capacity(); i += 1024) {
      tensor.data().put(i, (byte) 0);
    }
    return tensor;
  }

  @Test
  void theRowsOfOneInputAreFreedWhenThoseOfAnotherCannotBePutTogether() throws IOException {
    CallCounters counters = new CallCounters();
    PendingCall one = call(rows(ElementType.FLOAT, ROWS, 3), rows(ElementType.FLOAT, 2, 2));
    PendingCall two = call(rows(ElementType.FLOAT, 1, 3), rows(ElementType.INT64, 1, 2));
    assertKeepsNothing(
        () ->
            assertThat(new Batch(List.of(one, two)).run(counters))
                .allSatisfy(
                    outcome -> assertThat(outcome.result()).isInstanceOf(Batch.Failure.class)));
    one.free();
    two.free();
  }

  @Test
  void theOutputsOfSomeCallsAreFreedWhenThoseOfAnotherCannotBeTakenApart() throws IOException {
    PendingCall one = call(rows(ElementType.FLOAT, ROWS, 3), rows(ElementType.FLOAT, ROWS, 2));
    PendingCall two = call(rows(ElementType.FLOAT, 1, 3), rows(ElementType.FLOAT, 1, 2));
    Tensor score = rows(ElementType.FLOAT, ROWS + 1, 3);
    Tensor tooShort = rows(ElementType.FLOAT, ROWS, 3);
    Batch batch = new Batch(List.of(one, two));
    assertKeepsNothing(
        () ->
            assertThatThrownBy(() -> batch.split(List.of(score, tooShort)))
                .isInstanceOf(IndexOutOfBoundsException.class));
    one.free();
    two.free();
    score.close();
    tooShort.close();
  }
}
