package io.tfaas.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class Tomcat11IT extends TomcatIT {

  private static final int FIRST_ROUNDS = 8;
  private static final int ROUNDS = 30;

  /* Compilers and collectors that the JVM starts when it is busy. */
  private static final int JVM_THREADS = 4;

  Tomcat11IT() {
    super("it.tomcat11");
  }

  /** What the server holds, garbage collected. */
  private record Held(
      long loaders, long heapBytes, long residentKib, long threads, long ownThreads, int files) {}

  private Held held() throws Exception {
    String histogram = container().ask("GC.class_histogram");
    return new Held(
        number(
            histogram,
            "\\s(\\d+)\\s+\\d+\\s+org\\.apache\\.catalina\\.loader\\.ParallelWebappClassLoader"),
        number(histogram, "Total\\s+\\d+\\s+(\\d+)"),
        container().residentKib(),
        container().threads(),
        container().ask("Thread.print").lines().filter(line -> line.startsWith("\"tfaas-")).count(),
        temporaryFiles().size());
  }

  private static long number(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
  }

  private void redeploy() throws Exception {
    Files.delete(war());
    awaitStatus(404);
    deploy();
    awaitStatus(200);
    checkJson("often");
  }

  /* The first rounds are the JVM's: compiled code, buffers of threads, Tomcat's caches. */
  @Test
  void nothingIsLeftOfThirtyDeployments() throws Exception {
    upload("hep42", "often");
    for (int i = 0; i < FIRST_ROUNDS; i++) {
      redeploy();
    }
    Held before = held();
    for (int i = FIRST_ROUNDS; i < ROUNDS; i++) {
      redeploy();
    }
    Held after = held();
    System.out.println("After " + FIRST_ROUNDS + " deployments: " + before);
    System.out.println("After " + ROUNDS + " deployments: " + after);
    assertThat(after.loaders()).isPositive().isLessThanOrEqualTo(before.loaders());
    assertThat(after.heapBytes()).isLessThan(before.heapBytes() + (8 << 20));
    assertThat(after.residentKib()).isLessThan(before.residentKib() * 5 / 4);
    assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + JVM_THREADS);
    assertThat(after.ownThreads()).isLessThanOrEqualTo(before.ownThreads());
    assertThat(after.files()).isLessThanOrEqualTo(before.files());
    Files.delete(war());
    awaitStatus(404);
    assertThat(container().ask("Thread.print")).doesNotContain("\"tfaas-");
    deploy();
    awaitStatus(200);
  }
}
