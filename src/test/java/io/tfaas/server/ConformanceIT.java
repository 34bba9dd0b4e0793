package io.tfaas.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tfaas.testing.Samples;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged WAR under the runners of conformance cases, which know nothing but its address. */
@Tag("clients")
final class ConformanceIT {

  private static final int LIMIT = 1 << 20;

  private final Path folder;

  ConformanceIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void answersAsTensorFlowServing() throws Exception {
    check("tfserving");
  }

  @Test
  void answersByTheOpenInferenceProtocol() throws Exception {
    check("oip");
  }

  private void check(String protocol) throws Exception {
    Program python = new Program(Path.of("").toAbsolutePath(), Map.of());
    python.requireTool("Python 3", List.of("python3", "--version"));
    try (ServerProcess server = start()) {
      URI address = server.awaitReady();
      List<String> command =
          new ArrayList<>(List.of("python3", "src/test/python/run_" + protocol + ".py", "--url"));
      command.addAll(List.of(address.toString(), "--limit", Integer.toString(LIMIT), "--cases"));
      command.add(Samples.resource("/conformance/" + protocol + ".jsonl").toString());
      Program.Result result = python.run(command);
      assertThat(result.status()).as(result.output()).isZero();
    }
  }

  private ServerProcess start() throws Exception {
    Path models = Files.createDirectory(folder.resolve("models"));
    Samples.copyChildren(Samples.resource("/conformance/models"), models);
    return ServerProcess.start(
        folder,
        List.of(
            "-Dtfaas.port=0",
            "-Dtfaas.model-dir=" + models,
            "-Dtfaas.max-request-size=" + LIMIT,
            "-Dtfaas.model-config-file=" + Samples.resource("/conformance/labels.config")));
  }
}
