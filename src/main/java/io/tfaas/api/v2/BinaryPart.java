package io.tfaas.api.v2;

import io.tfaas.error.InvalidInputException;
import io.tfaas.tensor.ElementType;
import io.tfaas.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/**
 * The binary tensors of a request, one after another: little-endian, a BOOL one byte, a BYTES
 * element its length in four bytes and then its bytes.
 *
 * <p>Where the body's length is known, a tensor is allocated at once and filled from the stream: of
 * memory that nothing was written to, the machine has given none yet. Otherwise its bytes are
 * collected first, so that a size that is not true costs nothing.
 */
final class BinaryPart {

  private static final int CHUNK = 1 << 16;

  private final InputStream stream;
  private OptionalLong left;

  /**
   * @param left bytes until the end of the body, where they are known
   */
  BinaryPart(InputStream stream, OptionalLong left) {
    this.stream = stream;
    this.left = left;
  }

  /**
   * The next tensor, which the caller closes.
   *
   * @throws InvalidInputException when the body ends before it, or its strings are not as many or
   *     as long as said
   */
  Tensor read(BinaryInput input) throws IOException {
    if (left.isPresent()) {
      if (input.size() > left.getAsLong()) {
        throw tooShort(input, left.getAsLong());
      }
      left = OptionalLong.of(left.getAsLong() - input.size());
    }
    if (input.spec().type() == ElementType.STRING) {
      return strings(input, collect(input));
    }
    return left.isPresent()
        ? Tensor.filled(input.spec().type(), input.shape(), tensor -> receive(input, tensor))
        : collected(input);
  }

  private void receive(BinaryInput input, Tensor tensor) throws IOException {
    ByteBuffer data = tensor.data().duplicate();
    byte[] chunk = new byte[Math.min(CHUNK, data.remaining())];
    while (data.hasRemaining()) {
      int read = stream.read(chunk, 0, Math.min(chunk.length, data.remaining()));
      if (read < 0) {
        throw tooShort(input, data.position());
      }
      requireTruthValues(input, chunk, read);
      data.put(chunk, 0, read);
    }
  }

  private Tensor collected(BinaryInput input) throws IOException {
    byte[] bytes = collect(input);
    requireTruthValues(input, bytes, bytes.length);
    return Tensor.filled(
        input.spec().type(), input.shape(), tensor -> tensor.data().duplicate().put(bytes));
  }

  /* Memory grows with what comes, not with what was said to come. */
  private byte[] collect(BinaryInput input) throws IOException {
    byte[] bytes = stream.readNBytes((int) input.size());
    if (bytes.length < input.size()) {
      throw tooShort(input, bytes.length);
    }
    return bytes;
  }

  /* TensorFlow's kernels may do anything with a bool that is neither. */
  private static void requireTruthValues(BinaryInput input, byte[] bytes, int length) {
    if (input.spec().type() == ElementType.BOOL) {
      for (int i = 0; i < length; i++) {
        if ((bytes[i] & 0xfe) != 0) {
          throw new InvalidInputException(
              "Input '%s' has a byte %d; a BOOL is 0 or 1"
                  .formatted(input.spec().name(), bytes[i] & 0xff));
        }
      }
    }
  }

  private static Tensor strings(BinaryInput input, byte[] bytes) {
    requireStrings(input, bytes);
    ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    return Tensor.filled(ElementType.STRING, input.shape(), tensor -> putStrings(data, tensor));
  }

  private static void putStrings(ByteBuffer data, Tensor tensor) {
    for (int i = 0; i < tensor.size(); i++) {
      byte[] value = new byte[data.getInt()];
      data.get(value);
      tensor.bytes(i, value);
    }
  }

  private static void requireStrings(BinaryInput input, byte[] bytes) {
    ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long count = 0;
    while (data.hasRemaining()) {
      count++;
      long length = data.remaining() < Integer.BYTES ? -1 : Integer.toUnsignedLong(data.getInt());
      if (length < 0 || length > data.remaining()) {
        throw new InvalidInputException(
            "Input '%s' is cut short in its element %d".formatted(input.spec().name(), count));
      }
      data.position(data.position() + (int) length);
    }
    if (count != input.shape().elements()) {
      throw new InvalidInputException(
          "Input '%s' has %d strings, its shape %s takes %d"
              .formatted(input.spec().name(), count, input.shape(), input.shape().elements()));
    }
  }

  /**
   * Refuses bytes that no input has claimed.
   *
   * @throws InvalidInputException when the body goes on
   */
  void requireEnd() throws IOException {
    if (left.orElse(0) > 0 || stream.read() >= 0) {
      throw new InvalidInputException(
          "The body goes on after its last tensor; the sizes of its parts do not add up");
    }
  }

  private static InvalidInputException tooShort(BinaryInput input, long bytes) {
    return new InvalidInputException(
        "Input '%s' has binary_data_size %d, the body has %d bytes for it"
            .formatted(input.spec().name(), input.size(), bytes));
  }
}
