package io.tfaas.repository;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tfaas.error.TooLargeException;
import io.tfaas.testing.Samples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives that unpack to many times their size. */
final class ArchiveRatioTest {

  private static final int BYTES = 1 << 20;
  private static final ArchiveLimits LIMITS =
      new ArchiveLimits(8L << 20, 10, new ArchiveLimits.Ratio(100, 1 << 18));
  private static final String REFUSAL =
      "The archive unpacks to more than 100 times its size, the most that this server accepts";

  private final Path files;
  private final Sandbox sandbox;

  ArchiveRatioTest(@TempDir Path folder) throws IOException {
    files = Files.createDirectory(folder.resolve("files"));
    sandbox = new Sandbox(Files.createDirectory(folder.resolve("sandbox")));
  }

  @BeforeEach
  void writeZeros() throws IOException {
    Files.write(files.resolve("zeros"), new byte[BYTES]);
  }

  @AfterEach
  void nothingEscapes() {
    sandbox.requireNothingOutside();
  }

  private byte[] tar() {
    return Samples.tar(files, "model");
  }

  private static byte[] zip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes, UTF_8)) {
      zip.putNextEntry(new ZipEntry("model/zeros"));
      zip.write(content);
    }
    return bytes.toByteArray();
  }

  @Test
  void aTarGzIsRefused() throws IOException {
    assertThatThrownBy(() -> sandbox.unpack(Samples.gzip(tar()), LIMITS))
        .isInstanceOf(TooLargeException.class)
        .hasMessage(REFUSAL);
    assertThat(sandbox.bytesWritten()).isLessThan(BYTES / 2);
  }

  @Test
  void oneInTwoLayersIsRefused() {
    assertThatThrownBy(() -> sandbox.unpack(Samples.gzip(Samples.gzip(tar())), LIMITS))
        .hasMessage(REFUSAL);
  }

  @Test
  void aZipIsRefused() {
    assertThatThrownBy(() -> sandbox.unpack(zip(new byte[BYTES]), LIMITS)).hasMessage(REFUSAL);
  }

  @Test
  void aPlainTarIsNot() {
    assertThatCode(() -> sandbox.unpack(tar(), LIMITS)).doesNotThrowAnyException();
  }

  @Test
  void aSmallOneIsNotHoweverItWasPacked() {
    ArchiveLimits from = new ArchiveLimits(8L << 20, 10, new ArchiveLimits.Ratio(100, 2L * BYTES));

    assertThatCode(() -> sandbox.unpack(Samples.gzip(tar()), from)).doesNotThrowAnyException();
  }
}
