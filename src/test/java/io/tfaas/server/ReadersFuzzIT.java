package io.tfaas.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.code_intelligence.jazzer.Jazzer;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import io.tfaas.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Jazzer looks for new inputs to every {@link FuzzTest}, each in a JVM of its own since one can
 * have but one. What it finds stays in {@code target/fuzz}, and is where the next run begins.
 */
@Tag("fuzz")
final class ReadersFuzzIT {

  private static final String SECONDS =
      requireNonNull(System.getProperty("it.fuzz"), "it.fuzz is missing");
  private static final Path FOLDER = Path.of("target/fuzz").toAbsolutePath();

  private static final String INSTRUMENTED =
      String.join(
          ":",
          "io.tfaas.**",
          "com.fasterxml.jackson.core.**",
          "com.google.protobuf.**",
          "com.nimbusds.**",
          "org.apache.commons.compress.**",
          "org.jvnet.mimepull.**",
          "org.glassfish.jersey.media.multipart.**");

  /* The tests' own files are where it would see an attack. */
  private static final String NOT_LOOKED_FOR =
      "com.code_intelligence.jazzer.sanitizers.FilePathTraversal";

  /* In memory, where there is such a folder: with a disk an archive takes fifty times as long. */
  static final class InMemory implements TempDirFactory {

    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
        throws IOException {
      return Files.isWritable(SHARED_MEMORY)
          ? Files.createTempDirectory(SHARED_MEMORY, "tfaas-fuzz-")
          : Files.createTempDirectory("tfaas-fuzz-");
    }
  }

  private final Path temporary;

  ReadersFuzzIT(@TempDir(factory = InMemory.class) Path temporary) {
    this.temporary = temporary;
  }

  @TestFactory
  Stream<DynamicTest> everyReader() {
    List<JavaMethod> tests =
        new ClassFileImporter()
            .withImportOption(new OnlyIncludeTests()).importPackages("io.tfaas").stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.isAnnotatedWith(FuzzTest.class))
                .sorted((a, b) -> a.getFullName().compareTo(b.getFullName()))
                .toList();
    assertThat(tests).hasSizeGreaterThan(15);
    return tests.stream().map(test -> dynamicTest(name(test), () -> fuzz(test)));
  }

  private static String name(JavaMethod test) {
    return test.getOwner().getSimpleName() + "." + test.getName();
  }

  private void fuzz(JavaMethod test) throws IOException, InterruptedException {
    Path found = Files.createDirectories(FOLDER.resolve(name(test)));
    Program jazzer = new Program(FOLDER, Map.of("TF_CPP_MIN_LOG_LEVEL", "3"));
    Program.Result result = jazzer.run(command(test, found));
    assertThat(result.status()).as(result.output()).isZero();
    assertThat(result.output()).contains("stat::number_of_executed_units");
  }

  private List<String> command(JavaMethod test, Path found) {
    String type = test.getOwner().getFullName();
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-XX:+EnableDynamicAgentLoading", "-Djazzer.hooks=true"));
    command.add("-Djava.io.tmpdir=" + temporary);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Jazzer.class.getName()));
    command.addAll(List.of("--target_class=" + type, "--target_method=" + test.getName()));
    command.add("--instrumentation_includes=" + INSTRUMENTED);
    command.add("--disabled_hooks=" + NOT_LOOKED_FOR);
    command.addAll(List.of("--reproducer_path=" + found, "-artifact_prefix=" + found + "/"));
    /* The same inputs in each run of a build, which is to fail for what was changed. */
    command.add("-seed=1");
    command.addAll(List.of("-max_total_time=" + SECONDS, "-print_final_stats=1"));
    command.add(found.toString());
    command.add(
        Samples.resource("/" + type.replace('.', '/') + "Inputs/" + test.getName()).toString());
    return command;
  }
}
