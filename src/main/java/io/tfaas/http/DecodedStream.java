package io.tfaas.http;

import io.tfaas.error.InvalidInputException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** What a coded request body holds; a body that is not coded as it says is the caller's mistake. */
final class DecodedStream extends BlockStream {

  private final InputStream coded;
  private final ContentCoding coding;
  private @Nullable InputStream decoded;

  DecodedStream(InputStream coded, ContentCoding coding) {
    this.coded = coded;
    this.coding = coding;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      return opened().read(bytes, offset, length);
    } catch (ZipException | EOFException e) {
      throw new InvalidInputException(
          "The body is not "
              + coding.label()
              + " data, or is cut short; its Content-Encoding says "
              + coding.label(),
          e);
    }
  }

  private InputStream opened() throws IOException {
    InputStream open = decoded;
    if (open == null) {
      open = coding.decode(coded);
      decoded = open;
    }
    return open;
  }

  @Override
  public void close() throws IOException {
    if (decoded != null) {
      decoded.close();
    }
    coded.close();
  }
}
