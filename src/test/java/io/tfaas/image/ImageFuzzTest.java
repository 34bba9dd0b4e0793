package io.tfaas.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tfaas.tensor.ElementType;
import io.tfaas.tensor.Shape;
import io.tfaas.tensor.Tensor;
import io.tfaas.tensor.TensorSpec;
import io.tfaas.testing.ReaderLaws;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;

/**
 * Images of any bytes through TensorFlow's decoders: refused, or a tensor of the size that the
 * header says. What ends the process here would end the server.
 *
 * <p>The first byte of an input says how many channels are asked for, and whether the image is
 * resized.
 */
final class ImageFuzzTest {

  private static final int MAX_PIXELS = 100_000;
  private static final ImageDecoder DECODER = new ImageDecoder(new byte[0], MAX_PIXELS);

  @AfterAll
  static void close() {
    DECODER.close();
  }

  @FuzzTest(maxDuration = "10s")
  void image(byte[] input) throws Exception {
    int mode = input.length == 0 ? 0 : input[0] & 0x7;
    int channels = mode % 4 == 2 ? 4 : 1 + mode % 4 / 2 * 2;
    boolean resized = mode >= 4;
    byte[] image = Arrays.copyOfRange(input, Math.min(1, input.length), input.length);
    Shape shape =
        resized
            ? Shape.of(Shape.FREE, 8, 8, channels)
            : Shape.of(Shape.FREE, Shape.FREE, Shape.FREE, channels);
    ReaderLaws.hold(
        image,
        () -> {
          try (Tensor tensor =
              DECODER.decode(image, new TensorSpec("x", ElementType.FLOAT, shape), 0)) {
            ImageHeader header = ImageHeader.read(image);
            assertThat(tensor.shape())
                .isEqualTo(
                    resized
                        ? Shape.of(1, 8, 8, channels)
                        : Shape.of(1, header.height(), header.width(), channels));
            return header;
          }
        });
  }
}
