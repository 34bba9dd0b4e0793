package io.tfaas.repository;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tfaas.testing.ReaderLaws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Archives of any bytes: refused, or unpacked inside the target and within the limits. */
final class ArchiveFuzzTest {

  private static final ArchiveLimits LIMITS = new ArchiveLimits(100_000, 20);

  @FuzzTest(maxDuration = "10s")
  void archive(byte[] input) throws Exception {
    ReaderLaws.hold(input, () -> unpacked(input));
  }

  /* Most bytes would end at the checksum of the first header. */
  @FuzzTest(maxDuration = "10s")
  void tarWithRightChecksums(byte[] input) throws Exception {
    byte[] tar = Arrays.copyOf(input, (input.length + Tar.RECORD - 1) / Tar.RECORD * Tar.RECORD);
    for (int at = 0; at < tar.length; at += Tar.RECORD) {
      if (tar[at] != 0) {
        tar = Tar.withHeader(tar, at, header -> {});
      }
    }
    byte[] whole = tar;
    ReaderLaws.hold(whole, () -> unpacked(whole));
  }

  @FuzzTest(maxDuration = "10s")
  void tarInSoundGzip(byte[] input) throws Exception {
    ReaderLaws.hold(input, () -> unpacked(Tar.gzip(input)));
  }

  private static Path unpacked(byte[] archive) throws IOException {
    Sandbox sandbox = new Sandbox(Files.createTempDirectory("fuzz"));
    try {
      sandbox.unpack(archive, LIMITS);
      Bundle bundle = Bundle.locate(sandbox.target());
      assertThat(bundle.root().toRealPath()).startsWith(sandbox.target().toRealPath());
      ModelFiles.describe(bundle.name(), 0, bundle.root());
      return bundle.root();
    } finally {
      assertThat(sandbox.bytesWritten()).isLessThanOrEqualTo(LIMITS.maxBytes());
      assertThat(sandbox.files()).hasSizeLessThanOrEqualTo(LIMITS.maxEntries() * LIMITS.maxDepth());
      sandbox.requireNothingOutside();
      sandbox.delete();
    }
  }
}
