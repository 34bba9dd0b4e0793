package io.tfaas.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tfaas.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Schemathesis against the packaged WAR: whatever it makes of openapi.json, no 5xx comes back. */
@Tag("fuzz")
final class OpenApiFuzzIT {

  private static final String REMOVING = "^/delete|/unload$";
  private static final long LIMIT_MINUTES = 10;

  private final Path folder;

  OpenApiFuzzIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void nothingAskedOfTheModelsFailsTheServer() throws Exception {
    fuzz("--exclude-path-regex", REMOVING, "--max-time", "90");
  }

  @Test
  void nothingThatRemovesThemFailsTheServer() throws Exception {
    fuzz("--include-path-regex", REMOVING, "--max-time", "10");
  }

  private void fuzz(String... options) throws Exception {
    Path models = Files.createDirectory(folder.resolve("models"));
    copy(Samples.resource("/models"), models);
    copy(Samples.resource("/conformance/models"), models);
    List<String> settings = List.of("-Dtfaas.port=0", "-Dtfaas.model-dir=" + models);
    try (ServerProcess server = ServerProcess.start(folder, settings)) {
      String address = server.awaitReady().toString();
      Path report = folder.resolve("report.txt");
      int exit = run(command(address, options), report);
      assertThat(exit).as(Files.readString(report)).isZero();
      assertThat(report).content().containsPattern("[1-9]\\d* generated");
    }
  }

  /* The examples of the document, the edges of its schemas, and random values about them. */
  private static List<String> command(String address, String... options) {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("it.schemathesis", "schemathesis"));
    command.addAll(
        List.of("--config-file", Samples.resource("/openapi/schemathesis.toml").toString()));
    command.addAll(List.of("run", address + "/openapi.json", "--url", address));
    command.addAll(List.of("--checks", "not_a_server_error", "--seed", "1", "--no-color"));
    command.addAll(List.of("--phases", "examples,coverage,fuzzing", "--continue-on-failure"));
    command.addAll(List.of("--generation-database", "none", "--request-timeout", "30"));
    command.addAll(List.of("--suppress-health-check", "all", "--warnings", "off"));
    command.addAll(List.of(options));
    return command;
  }

  private int run(List<String> command, Path report) throws InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(report.toFile())
              .start();
    } catch (IOException e) {
      throw new AssertionError(
          "Schemathesis does not start as '"
              + command.get(0)
              + "'; install it (pip install schemathesis) and give its path with -Dschemathesis=PATH",
          e);
    }
    try {
      if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
        throw new AssertionError("Schemathesis still runs after " + LIMIT_MINUTES + " minutes");
      }
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  /* Without those that make their callers wait for seconds. */
  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> children = Files.list(from)) {
      children
          .filter(
              child ->
                  Files.isDirectory(child) && !child.getFileName().toString().startsWith("slow"))
          .forEach(child -> Samples.copy(child, to.resolve(child.getFileName().toString())));
    }
  }
}
