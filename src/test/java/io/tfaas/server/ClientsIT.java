package io.tfaas.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tfaas.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runs the examples of docs/clients.md as a reader would, against the packaged WAR. */
@Tag("clients")
final class ClientsIT {

  /** A block of code and the block after it, which is what the code prints. */
  private record Example(String language, String code, String output, int line) {}

  private static final Pattern EXAMPLE =
      Pattern.compile(
          "^```(bash|python|java|cpp)\n(.*?)^```\n```(?:json|text)\n(.*?)^```$",
          Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern CODE =
      Pattern.compile("^```(?:bash|python|java|cpp)$", Pattern.MULTILINE);
  private static final List<String> MODELS =
      List.of("cancer", "digits", "digits_frozen", "half_plus_two", "hep42");
  private static final String PYTHON = System.getProperty("it.python", "python3");

  private static ServerProcess server;
  private static Program program;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    Path models = Files.createDirectory(folder.resolve("models"));
    Path work = Files.createDirectory(folder.resolve("work"));
    for (String model : MODELS) {
      Samples.copy(Samples.path(model), models.resolve(model));
      Samples.copy(Samples.path(model), work.resolve(model));
    }
    Files.copy(Path.of("src/main/python/tfaas_client.py"), work.resolve("tfaas_client.py"));
    requireTools(new Program(work, Map.of()));
    server = ServerProcess.start(folder, List.of("-Dtfaas.port=0", "-Dtfaas.model-dir=" + models));
    program = new Program(work, Map.of("TFAAS", server.awaitReady().toString()));
  }

  private static void requireTools(Program tools) throws Exception {
    tools.requireTool("curl", List.of("curl", "--version"));
    tools.requireTool("Python 3", List.of("python3", "--version"));
    tools.requireTool(
        "Python's requests, numpy and tritonclient[http]",
        List.of(PYTHON, "-c", "import numpy, requests, tritonclient.http"));
    Path header = Files.writeString(tools.folder().resolve("header.cpp"), "#include <curl/curl.h>");
    tools.requireTool(
        "g++ and the headers of libcurl", List.of("g++", "-fsyntax-only", header.toString()));
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void showsWhatEachBlockOfCodePrints() throws IOException {
    assertThat(examples()).hasSize((int) CODE.matcher(document()).results().count());
  }

  @Test
  void hasEveryProtocolInEveryLanguage() throws IOException {
    Map<String, String> code =
        examples()
            .collect(
                Collectors.groupingBy(
                    Example::language, Collectors.mapping(Example::code, Collectors.joining())));
    assertThat(code).containsOnlyKeys("bash", "python", "java", "cpp");
    assertThat(code.values())
        .allSatisfy(text -> assertThat(text).contains("/json", "/v1/models/", "/v2/models/"));
  }

  @TestFactory
  Stream<DynamicTest> printsWhatIsShown() throws IOException {
    return examples().map(example -> dynamicTest("line " + example.line(), () -> check(example)));
  }

  private static String document() throws IOException {
    return Files.readString(Path.of("docs/clients.md"));
  }

  private static Stream<Example> examples() throws IOException {
    String document = document();
    return EXAMPLE.matcher(document).results().map(found -> example(document, found));
  }

  private static Example example(String document, MatchResult found) {
    int line = (int) document.substring(0, found.start()).lines().count() + 1;
    return new Example(found.group(1), found.group(2), found.group(3), line);
  }

  private static void check(Example example) throws Exception {
    Program.Result result =
        switch (example.language()) {
          case "bash" -> program.run(List.of("bash", "-euo", "pipefail", "-c", example.code()));
          case "python" -> program.run(List.of(PYTHON, "-c", example.code()));
          case "java" -> java(example.code());
          default -> cpp(example.code());
        };
    assertThat(result.status()).as(result.output()).isZero();
    assertThat(result.output().strip()).matches(pattern(example.output().strip()));
  }

  private static Program.Result java(String code) throws Exception {
    Path source = Files.writeString(program.folder().resolve("Predict.java"), code);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return program.run(List.of(java, source.toString()));
  }

  private static Program.Result cpp(String code) throws Exception {
    Path source = Files.writeString(program.folder().resolve("predict.cpp"), code);
    String binary = program.folder().resolve("predict").toString();
    Program.Result compiled =
        program.run(
            List.of(
                "g++",
                "-std=c++17",
                "-Wall",
                "-Werror",
                source.toString(),
                "-o",
                binary,
                "-lcurl"));
    return compiled.status() == 0 ? program.run(List.of(binary)) : compiled;
  }

  /* Literal but for the dots that stand for what was cut. */
  private static Pattern pattern(String shown) {
    String pattern =
        Arrays.stream(shown.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    return Pattern.compile(pattern);
  }
}
