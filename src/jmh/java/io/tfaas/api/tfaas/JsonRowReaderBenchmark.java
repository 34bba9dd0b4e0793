package io.tfaas.api.tfaas;

import java.io.IOException;
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
 * One row of 42 keys and values, from the bytes of {@code /json} to numbers.
 *
 * <pre>{@code src/bench/jmh JsonRowReader}</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class JsonRowReaderBenchmark {

  private final JsonRowReader reader = new JsonRowReader(64);
  private final byte[] body = RowBodies.sample();

  @Benchmark
  public Object row() throws IOException {
    return RowBodies.read(reader, body);
  }
}
