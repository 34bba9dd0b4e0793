package io.tfaas.api.tfaas;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.ByteArrayInputStream;
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
 * A body of 10 MB: the reader of {@code /json}, and Jackson's tokenizer on the same bytes, which
 * makes no number of what it finds.
 *
 * <pre>{@code src/bench/jmh LargeJson}</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class LargeJsonBenchmark {

  private final JsonFactory json = new JsonFactory();
  private final JsonRowReader reader = new JsonRowReader(64);
  private final byte[] body = RowBodies.ofLength(10_000_000);

  @Benchmark
  public Object reader() throws IOException {
    return RowBodies.read(reader, body);
  }

  @Benchmark
  public long tokenizer() throws IOException {
    try (JsonParser parser = json.createParser(new ByteArrayInputStream(body))) {
      long tokens = 0;
      while (parser.nextToken() != null) {
        tokens++;
      }
      return tokens;
    }
  }
}
