package io.tfaas.repository;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.TextFormat;
import io.tfaas.model.ModelName;
import io.tfaas.model.ModelParams;
import io.tfaas.testing.ReaderLaws;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;

/** The small files beside a graph, of any bytes: read, or refused with their own failure. */
final class FilesFuzzTest {

  private static final ModelName NAME = new ModelName("m");
  private static final Path FOLDER = folder();

  private static Path folder() {
    try {
      return Files.createTempDirectory("tfaas-files");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Path write(String name, byte[] content) throws IOException {
    Path target = Files.createDirectories(FOLDER.resolve("target"));
    return Files.write(target.resolve(name), content);
  }

  @AfterAll
  static void close() throws IOException {
    new Sandbox(FOLDER).delete();
  }

  @FuzzTest(maxDuration = "10s")
  void params(byte[] input) throws Exception {
    ReaderLaws.hold(
        input,
        () -> {
          ModelParams params = ModelFiles.parseParams(input);
          byte[] written = JsonMapper.builder().build().writeValueAsBytes(params);
          assertThat(ModelFiles.parseParams(written)).isEqualTo(params);
          return params;
        });
  }

  @FuzzTest(maxDuration = "10s")
  void labels(byte[] input) throws Exception {
    ReaderLaws.hold(
        input,
        () -> {
          assertThat(ModelFiles.lines(input)).noneMatch(line -> line.matches("(?s).*[\\r\\n].*"));
          return input;
        });
  }

  @FuzzTest(maxDuration = "10s")
  void tritonConfig(byte[] input) throws Exception {
    write(TritonConfig.FILE, input);
    ReaderLaws.hold(input, () -> TritonConfig.read(NAME, FOLDER.resolve("target")).policy());
  }

  @FuzzTest(maxDuration = "10s")
  void servingConfig(byte[] input) throws Exception {
    Path file = write("models.config", input);
    ReaderLaws.hold(
        input,
        () -> {
          try {
            return ServingConfig.read(file);
          } catch (TextFormat.ParseException | CharacterCodingException e) {
            return e;
          }
        });
  }
}
