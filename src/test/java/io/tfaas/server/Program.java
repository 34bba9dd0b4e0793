package io.tfaas.server;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A program of the machine that a test runs.
 *
 * @param folder that it runs in
 * @param environment what it finds there beside what the test itself has
 */
record Program(Path folder, Map<String, String> environment) {

  Program {
    requireNonNull(folder, "folder is null");
    environment = Map.copyOf(environment);
  }

  /** How it ended, and what it wrote to standard output and standard error. */
  record Result(int status, String output) {}

  /**
   * Runs it to its end.
   *
   * @throws IOException when there is no such program
   */
  Result run(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), output);
    } finally {
      process.destroyForcibly();
    }
  }

  /** Fails with a sentence unless the command, which proves that a tool is there, succeeds. */
  void requireTool(String tool, List<String> proof) throws InterruptedException {
    String complaint;
    try {
      Result result = run(proof);
      if (result.status() == 0) {
        return;
      }
      complaint = result.output();
    } catch (IOException e) {
      complaint = String.valueOf(e.getMessage());
    }
    throw new AssertionError(
        "The tests of the Maven profile clients need "
            + tool
            + ", which is not there; .ci/run installs it\n"
            + complaint);
  }
}
