package io.tfaas.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;

/** The codings of bodies that this server reads and writes (RFC 9110, section 8.4.1). */
enum ContentCoding {
  GZIP,
  /** With the zlib wrapper, as the RFC says; bare deflate data is refused. */
  DEFLATE;

  private static final int BUFFER = 8192;

  /** The coding of this name; empty for one that is not known, and for identity. */
  static Optional<ContentCoding> find(String name) {
    return switch (name.strip().toLowerCase(Locale.ROOT)) {
      case "gzip", "x-gzip" -> Optional.of(GZIP);
      case "deflate" -> Optional.of(DEFLATE);
      default -> Optional.empty();
    };
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  InputStream decode(InputStream coded) throws IOException {
    return this == GZIP ? new GZIPInputStream(coded, BUFFER) : new InflaterInputStream(coded);
  }

  DeflaterOutputStream encode(OutputStream coded) throws IOException {
    return this == GZIP ? new GZIPOutputStream(coded, BUFFER) : new DeflaterOutputStream(coded);
  }
}
