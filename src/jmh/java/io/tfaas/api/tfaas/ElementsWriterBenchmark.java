package io.tfaas.api.tfaas;

import io.tfaas.tensor.Elements;
import io.tfaas.tensor.Shape;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * An output row to the bytes of {@code /json}'s reply: of one float, and of a thousand.
 *
 * <pre>{@code src/bench/jmh ElementsWriter}</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ElementsWriterBenchmark {

  private static final Annotation[] NO_ANNOTATIONS = {};

  private final ElementsWriter writer = new ElementsWriter();
  private final Elements single = floats(1);
  private final Elements thousand = floats(1000);

  private static Elements floats(int count) {
    Random random = new Random(42);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextFloat();
    }
    return new Elements.Floats(Shape.of(count), values);
  }

  @Benchmark
  public Object single() throws IOException {
    return write(single);
  }

  @Benchmark
  public Object thousand() throws IOException {
    return write(thousand);
  }

  private ByteArrayOutputStream write(Elements elements) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream(16 * elements.size());
    writer.writeTo(
        elements,
        elements.getClass(),
        elements.getClass(),
        NO_ANNOTATIONS,
        MediaType.APPLICATION_JSON_TYPE,
        new MultivaluedHashMap<>(),
        body);
    return body;
  }
}
