package io.tfaas;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tfaas.config.TfaasConfig;
import io.tfaas.model.RehearsalModel;
import io.tfaas.server.EmbeddedServer;
import io.tfaas.server.ServerLog;
import io.tfaas.server.TemporaryFolders;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Predicts with a server and a model of its own until the JVM has compiled the way of a request, so
 * that the first real ones do not wait for that. Nothing of it is left but the compiled code.
 */
final class Rehearsal {

  private static final System.Logger LOG = System.getLogger(Rehearsal.class.getName());

  /* Enough for requests to meet in batches. */
  private static final int CLIENTS = 32;

  /* What the JVM's compilers have seen enough after; fast machines need less than the time given. */
  private static final int ENOUGH_REQUESTS = 100_000;

  private Rehearsal() {}

  /** Rehearses for this long at most; that it cannot is no reason not to start. */
  static void run(Duration length, Path webapp) {
    if (length.isZero()) {
      return;
    }
    try {
      Path models = Files.createTempDirectory("tfaas-rehearsal-");
      try {
        RehearsalModel.write(models);
        ServerLog.quietly(() -> play(length, webapp, models));
      } finally {
        TemporaryFolders.delete(models);
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "No rehearsal: the first requests will be slow", e);
    }
  }

  private static void play(Duration length, Path webapp, Path models) {
    TfaasConfig config =
        TfaasConfig.of(
            Map.of(
                "tfaas.host", "127.0.0.1",
                "tfaas.port", "0",
                "tfaas.model-dir", models.toString(),
                "tfaas.poll-interval", "0s"));
    try (EmbeddedServer server =
        EmbeddedServer.start(config.server(), webapp, Map.of(WebApplication.CONFIG, config))) {
      List<byte[]> requests = requests(URI.create(server.address()));
      long end = System.nanoTime() + length.toNanos();
      AtomicInteger left = new AtomicInteger(ENOUGH_REQUESTS);
      BooleanSupplier more = () -> left.decrementAndGet() >= 0 && System.nanoTime() < end;
      ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
      try {
        for (int i = 0; i < CLIENTS; i++) {
          clients.execute(new RehearsalClient(URI.create(server.address()), requests, more));
        }
      } finally {
        RehearsalClient.awaitAll(clients, length);
      }
    }
  }

  /* A row in each of the interfaces, mostly in TFaaS's own. */
  private static List<byte[]> requests(URI server) {
    String name = RehearsalModel.NAME;
    String values =
        Stream.iterate(0.25, value -> value + 1.0625)
            .limit(RehearsalModel.VALUES)
            .map(String::valueOf)
            .collect(Collectors.joining(",", "[", "]"));
    String keys =
        Stream.iterate(1, i -> i + 1)
            .limit(RehearsalModel.VALUES)
            .map(i -> "\"feature" + i + "\"")
            .collect(Collectors.joining(",", "[", "]"));
    String row = "{\"keys\":" + keys + ",\"values\":" + values + ",\"model\":\"" + name + "\"}";
    byte[] json = post(server, "/json", row);
    byte[] v1 = post(server, "/v1/models/" + name + ":predict", "{\"instances\":[" + values + "]}");
    byte[] v2 =
        post(
            server,
            "/v2/models/" + name + "/infer",
            "{\"inputs\":[{\"name\":\"x\",\"shape\":[1,%d],\"datatype\":\"FP32\",\"data\":%s}]}"
                .formatted(RehearsalModel.VALUES, values));
    return List.of(json, json, json, v1, json, json, json, v2);
  }

  private static byte[] post(URI server, String path, String body) {
    return """
    POST %s HTTP/1.1\r
    Host: %s\r
    Content-Type: application/json\r
    Content-Length: %d\r
    \r
    %s"""
        .formatted(path, server.getAuthority(), body.length(), body)
        .getBytes(US_ASCII);
  }
}
