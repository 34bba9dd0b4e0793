package io.tfaas.api.v2;

import io.tfaas.tensor.Elements;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The data of a tensor in the form of the binary tensor data extension. */
sealed interface BinaryData {

  /** The number of bytes that are written. */
  long size();

  void writeTo(OutputStream body) throws IOException;

  /** Elements of fixed size as they lie in the tensor's memory, which must still be there. */
  record Numbers(ByteBuffer data) implements BinaryData {

    private static final int CHUNK = 1 << 16;

    @Override
    public long size() {
      return data.capacity();
    }

    @Override
    public void writeTo(OutputStream body) throws IOException {
      ByteBuffer from = data.duplicate().clear();
      byte[] chunk = new byte[Math.min(CHUNK, from.remaining())];
      while (from.hasRemaining()) {
        int length = Math.min(chunk.length, from.remaining());
        from.get(chunk, 0, length);
        body.write(chunk, 0, length);
      }
    }
  }

  /** Each string's length in four bytes, and the string. */
  record Strings(Elements.Strings strings) implements BinaryData {

    @Override
    public long size() {
      long size = 0;
      for (byte[] value : strings.values()) {
        size += Integer.BYTES + value.length;
      }
      return size;
    }

    @Override
    public void writeTo(OutputStream body) throws IOException {
      byte[] length = new byte[Integer.BYTES];
      for (byte[] value : strings.values()) {
        ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).putInt(value.length);
        body.write(length);
        body.write(value);
      }
    }
  }
}
