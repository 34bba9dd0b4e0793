package io.tfaas.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The packaged WAR running by itself in a process; closing it kills what still runs. */
final class ServerProcess implements AutoCloseable {

  private static final long LIMIT_SECONDS = 120;
  private static final String READY = "TFaaS is ready at ";

  private final Process process;
  private final Path errors;
  private final BufferedReader output;

  private ServerProcess(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    this.output = process.inputReader();
  }

  /** Starts it with {@code -D} settings and options, its files below {@code folder}. */
  static ServerProcess start(Path folder, List<String> settings, String... options)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.io.tmpdir=" + folder);
    command.add("-Dtfaas.rehearsal=0s");
    command.addAll(settings);
    command.addAll(List.of("-jar", System.getProperty("it.war")));
    command.addAll(List.of(options));
    Path errors = folder.resolve("errors.txt");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("TFAAS_"));
    builder
        .environment()
        .put(
            "TFAAS_WORK_DIR",
            Path.of(System.getProperty("it.war")).resolveSibling("it-work").toString());
    return new ServerProcess(builder.start(), errors);
  }

  /** Waits for the first line and returns the address it tells. */
  URI awaitReady() throws IOException {
    String line = output.readLine();
    if (line == null || !line.startsWith(READY)) {
      throw new AssertionError("Not ready: " + line + "\n" + errors());
    }
    return URI.create(line.substring(READY.length()));
  }

  /** Waits for a line of standard output that begins so, and returns what follows in it. */
  String awaitOutput(String start) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(start)) {
        return line.substring(start.length());
      }
    }
    throw new AssertionError("No line begins with '" + start + "'\n" + errors());
  }

  /** Asks the process to end, by SIGTERM, and leaves its output to be read. */
  void terminate() {
    process.toHandle().destroy();
  }

  int awaitExit() throws InterruptedException {
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("Still running after " + LIMIT_SECONDS + " s");
    }
    return process.exitValue();
  }

  /** Whether it ends by itself within this time. */
  boolean endsWithin(Duration time) throws InterruptedException {
    return process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Ends the process at once, by SIGKILL, and waits until it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** What is left to read of standard output, once the process has ended. */
  List<String> output() {
    try (Stream<String> lines = output.lines()) {
      return lines.toList();
    }
  }

  List<String> errors() throws IOException {
    return Files.readAllLines(errors);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
