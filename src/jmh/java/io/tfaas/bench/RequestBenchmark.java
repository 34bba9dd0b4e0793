package io.tfaas.bench;

import io.tfaas.TfaasApplication;
import io.tfaas.config.TfaasConfig;
import io.tfaas.testing.Samples;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ContainerResponse;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One request to {@code /json} through Jersey and the whole application, without HTTP: the row of
 * 42 values to the reply's bytes. Several at once with {@code -t}.
 *
 * <pre>{@code src/bench/jmh RequestBenchmark -t 1}</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class RequestBenchmark {

  private static final URI BASE = URI.create("http://127.0.0.1/");
  private static final URI JSON = BASE.resolve("json");

  private final ModelFolder models = ModelFolder.of("hep42");
  private final byte[] body = ImageLoop.read(Samples.path("hep42/row.json"));
  private final TfaasApplication application =
      new TfaasApplication(TfaasConfig.of(Map.of("tfaas.model-dir", models.path().toString())));
  private final ApplicationHandler handler = new ApplicationHandler(application);

  @Benchmark
  public Object json() throws InterruptedException, ExecutionException {
    ContainerRequest request =
        new ContainerRequest(
            BASE,
            JSON,
            "POST",
            /* securityContext= */ null,
            new MapPropertiesDelegate(),
            handler.getConfiguration());
    request.header("Content-Type", "application/json");
    request.header("Content-Length", body.length);
    request.setEntityStream(new ByteArrayInputStream(body));
    ByteArrayOutputStream reply = new ByteArrayOutputStream(64);
    ContainerResponse response = handler.apply(request, reply).get();
    if (response.getStatus() != 200) {
      throw new IllegalStateException("Status " + response.getStatus());
    }
    return reply;
  }

  @TearDown
  public void close() {
    handler.onShutdown(null);
    application.close();
    models.close();
  }
}
