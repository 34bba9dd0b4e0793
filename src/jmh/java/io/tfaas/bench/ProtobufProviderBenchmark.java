package io.tfaas.bench;

import com.google.protobuf.Message;
import io.tfaas.http.ProtobufProvider;
import io.tfaas.proto.DataFrame;
import io.tfaas.proto.Predictions;
import io.tfaas.proto.Row;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.util.Collections;
import java.util.List;
import java.util.Map;
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
 * The messages of {@code /proto}: a row of 42 values with and without its keys, a frame of a
 * thousand rows without, and the reply to a row.
 *
 * <pre>{@code src/bench/jmh ProtobufProvider}</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ProtobufProviderBenchmark {

  private static final Annotation[] NO_ANNOTATIONS = {};
  private static final MediaType ROW = new MediaType("application", "x-protobuf");
  private static final MediaType FRAME =
      new MediaType("application", "x-protobuf", Map.of("messageType", "tfaaspb.DataFrame"));

  private final ProtobufProvider provider =
      new ProtobufProvider(32, List.of(Row.getDefaultInstance(), DataFrame.getDefaultInstance()));
  private final Row row = sample();
  private final byte[] withKeys = row.toByteArray();
  private final byte[] withoutKeys = row.toBuilder().clearKey().build().toByteArray();
  private final byte[] frame =
      DataFrame.newBuilder()
          .addAllRow(Collections.nCopies(1000, row.toBuilder().clearKey().build()))
          .build()
          .toByteArray();
  private final Predictions reply =
      Predictions.newBuilder()
          .addPrediction(io.tfaas.proto.Class.newBuilder().setProbability(0.25f))
          .build();

  private static Row sample() {
    Row.Builder row = Row.newBuilder();
    for (int i = 0; i < 42; i++) {
      row.addKey("f" + i).addValue(i / 42f);
    }
    return row.build();
  }

  @Benchmark
  public Object row() throws IOException {
    return read(ROW, withoutKeys);
  }

  @Benchmark
  public Object rowWithKeys() throws IOException {
    return read(ROW, withKeys);
  }

  @Benchmark
  public Object frame() throws IOException {
    return read(FRAME, frame);
  }

  private Message read(MediaType type, byte[] body) throws IOException {
    return provider.readFrom(
        Message.class,
        Message.class,
        NO_ANNOTATIONS,
        type,
        new MultivaluedHashMap<>(),
        new ByteArrayInputStream(body));
  }

  @Benchmark
  public Object reply() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream(32);
    provider.writeTo(
        reply,
        Predictions.class,
        Predictions.class,
        NO_ANNOTATIONS,
        ROW,
        new MultivaluedHashMap<>(),
        body);
    return body;
  }
}
