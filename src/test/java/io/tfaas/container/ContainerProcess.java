package io.tfaas.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A servlet container, or a tool of it, in a Java process of its own; closing it ends it. */
final class ContainerProcess implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final long STOP_SECONDS = 30;
  private static final int FIRST_JAVA_TO_WARN_OF_NATIVE_ACCESS = 24;

  private final Process process;
  private final Path log;

  private ContainerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Runs {@code java} with these arguments in {@code folder}, all that it writes into a file. */
  static ContainerProcess start(Path folder, Path log, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= FIRST_JAVA_TO_WARN_OF_NATIVE_ACCESS) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(name -> name.matches("(TFAAS|CATALINA|JETTY)_.*"));
    builder.environment().put("TF_CPP_MIN_LOG_LEVEL", "2");
    /* What is only softly reachable goes with each collection: class loaders can be counted. */
    builder.environment().put("JDK_JAVA_OPTIONS", "-XX:SoftRefLRUPolicyMSPerMB=0");
    return new ContainerProcess(builder.start(), log);
  }

  /** What the pattern's first group finds in the log, once it does. */
  String awaitInLog(Pattern pattern) throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (System.nanoTime() - start < LIMIT.toNanos()) {
      boolean running = process.isAlive();
      Matcher matcher = pattern.matcher(log());
      if (matcher.find()) {
        return matcher.group(1);
      }
      if (!running) {
        break;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("No " + pattern + " in the log\n" + log());
  }

  void awaitSuccess() throws IOException, InterruptedException {
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new AssertionError("The process failed\n" + log());
    }
  }

  /** What the JDK's jcmd says of the process. */
  String ask(String... command) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>();
    all.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
    all.add(Long.toString(process.pid()));
    all.addAll(List.of(command));
    Process jcmd = new ProcessBuilder(all).redirectErrorStream(true).start();
    String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (jcmd.waitFor() != 0) {
      throw new AssertionError(output);
    }
    return output;
  }

  /** The process's memory that is in the machine's, in KiB; 0 where that cannot be told. */
  long residentKib() throws IOException {
    return status("VmRSS:");
  }

  /** The process's threads, those of libraries too; 0 where that cannot be told. */
  long threads() throws IOException {
    return status("Threads:");
  }

  private long status(String field) throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith(field))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  String log() throws IOException {
    return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
  }

  /** Asks the process to end, and kills it when it does not. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor(STOP_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
