package io.tfaas.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A stream that stays open when whoever wraps it closes; it belongs to another. */
final class Unclosed extends FilterOutputStream {

  Unclosed(OutputStream out) {
    super(out);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
  }

  /** Lets nothing more through. */
  void cutOff() {
    out = OutputStream.nullOutputStream();
  }

  @Override
  public void close() throws IOException {
    flush();
  }
}
