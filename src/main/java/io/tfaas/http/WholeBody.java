package io.tfaas.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads bodies whole. */
public final class WholeBody {

  private WholeBody() {}

  /**
   * All bytes of a body. Memory is taken for what comes, not for what was said to come.
   *
   * @param length that the request's Content-Length says; below 0 where there is none. A body that
   *     was decoded has another.
   */
  public static byte[] read(InputStream body, int length) throws IOException {
    if (length < 0) {
      return body.readAllBytes();
    }
    byte[] said = body.readNBytes(length);
    int more = body.read();
    if (more < 0) {
      return said;
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream(2 * said.length + 1);
    all.writeBytes(said);
    all.write(more);
    body.transferTo(all);
    return all.toByteArray();
  }
}
