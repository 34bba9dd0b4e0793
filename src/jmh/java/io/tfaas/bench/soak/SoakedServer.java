package io.tfaas.bench.soak;

import io.tfaas.testing.Samples;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The packaged server in a process and folders of its own, with one model that never changes. */
final class SoakedServer implements AutoCloseable {

  private static final String READY = "TFaaS is ready at ";
  private static final Map<String, Long> SLACK =
      Map.of("resident MiB", 64L, "live heap MiB", 4L, "threads", 8L, "open files", 16L);

  /* The whole heap is resident from the start, so that what grows lies outside of it. */
  private static final List<String> HEAP = List.of("-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch");

  private final Path root;
  private final Process process;
  private final URI base;

  private SoakedServer(Path root, Process process, URI base) {
    this.root = root;
    this.process = process;
    this.base = base;
  }

  static SoakedServer start(Path war) throws IOException {
    Path root = Files.createTempDirectory("tfaas-soak");
    Path tmp = Files.createDirectories(root.resolve("tmp"));
    Samples.copy(Samples.path("half_plus_two/1"), root.resolve("models/steady/1"));
    List<String> command = new ArrayList<>(List.of(tool("java")));
    command.addAll(HEAP);
    command.addAll(
        List.of(
            "-Djava.io.tmpdir=" + tmp,
            "-Dtfaas.port=0",
            "-Dtfaas.kept-versions=2",
            "-Dtfaas.model-dir=" + root.resolve("models"),
            "-jar",
            war.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("TFAAS_WORK_DIR", root.resolve("work").toString());
    builder.redirectError(root.resolve("errors.txt").toFile());
    Process process = builder.start();
    BufferedReader output = process.inputReader();
    String line = output.readLine();
    if (line == null || !line.startsWith(READY)) {
      throw new IllegalStateException("Not ready: " + line);
    }
    return new SoakedServer(root, process, URI.create(line.substring(READY.length())));
  }

  private static String tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  URI base() {
    return base;
  }

  URI at(String path) {
    return base.resolve(path);
  }

  /** Stops the process for a while, as a machine does that is short of something. */
  void pause(long milliseconds) throws IOException, InterruptedException {
    signal("-STOP");
    try {
      TimeUnit.MILLISECONDS.sleep(milliseconds);
    } finally {
      signal("-CONT");
    }
  }

  private void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", name, Long.toString(process.pid())).start().waitFor();
  }

  /** What it holds, some seconds after the last request, and after garbage is collected. */
  Holdings holdings() throws IOException, InterruptedException {
    TimeUnit.SECONDS.sleep(15);
    List<String> live = histogram();
    Map<String, Long> values = new LinkedHashMap<>();
    values.put("resident MiB", status("VmRSS:") / 1024);
    values.put("live heap MiB", liveBytes(live) >> 20);
    values.put("threads", status("Threads:"));
    values.put("open files", count(Path.of("/proc/" + process.pid() + "/fd"), 1));
    values.put("temporary files", count(root.resolve("tmp"), Integer.MAX_VALUE));
    values.put("staged files", count(root.resolve("models/.tfaas/staging"), Integer.MAX_VALUE));
    for (String type :
        List.of(
            "io.tfaas.tensor.NativeTensor",
            "io.tfaas.model.Lease",
            "io.tfaas.session.GraphSession")) {
      values.put(type, instances(live, type));
    }
    return new Holdings(values, SLACK);
  }

  private List<String> histogram() throws IOException {
    String pid = Long.toString(process.pid());
    Process jcmd = new ProcessBuilder(tool("jcmd"), pid, "GC.class_histogram").start();
    try (BufferedReader output = jcmd.inputReader()) {
      return output.lines().toList();
    }
  }

  private static long liveBytes(List<String> histogram) {
    return histogram.stream()
        .map(line -> line.strip().split("\\s+", -1))
        .filter(fields -> fields[0].equals("Total"))
        .mapToLong(fields -> Long.parseLong(fields[2]))
        .sum();
  }

  private static long instances(List<String> histogram, String type) {
    return histogram.stream()
        .map(line -> line.strip().split("\\s+", -1))
        .filter(fields -> fields.length >= 4 && fields[3].equals(type))
        .mapToLong(fields -> Long.parseLong(fields[1]))
        .sum();
  }

  private long status(String field) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
        .filter(line -> line.startsWith(field))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  private static long count(Path folder, int depth) throws IOException {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(folder, depth)) {
      return files.count() - 1;
    }
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> walk = Files.walk(root)) {
      walk.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    }
  }
}
