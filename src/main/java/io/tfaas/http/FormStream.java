package io.tfaas.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.tfaas.error.ServingException;
import io.tfaas.error.TooLargeException;
import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of a multipart form on their way to MIMEPull, refused before it takes memory out of
 * proportion: for each place where the boundary stands, also amid a part, it makes a buffer of 8
 * KiB, for each line of a header an object, and it keeps a line as a whole.
 */
final class FormStream extends BlockStream {

  static final int MAX_PARTS = 32;

  /* By chance a boundary of one letter stands 256 times in a part of 4 GiB. */
  static final int MAX_BOUNDARIES = 500;
  static final int MAX_HEADER_BYTES = 64 << 10;

  private enum Place {
    CONTENT,
    AFTER_BOUNDARY,
    HEADERS
  }

  private final InputStream form;
  private final byte[] delimiter;
  /* Where the search goes on after a mismatch, as of Knuth, Morris and Pratt (1977). */
  private final int[] fallback;

  private int matched;
  private byte previous;
  private Place place = Place.CONTENT;
  private int boundaries;
  private int parts;
  private int headerBytes;
  private int lineBytes;

  FormStream(InputStream form, String boundary) {
    this.form = form;
    delimiter = ("--" + boundary).getBytes(ISO_8859_1);
    fallback = new int[delimiter.length + 1];
    for (int i = 1; i < delimiter.length; i++) {
      fallback[i + 1] = step(fallback[i], delimiter[i]);
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      int read = form.read(bytes, offset, length);
      for (int i = offset; i < offset + read; i++) {
        accept(bytes[i]);
      }
      return read;
    } catch (ServingException e) {
      /* Only after an IOException the parser deletes the files of the parts it has read. */
      throw new IOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    form.close();
  }

  /* How much of the delimiter stands before the next byte, of which so much stood before this. */
  private int step(int before, byte next) {
    int length = before;
    while (length > 0 && (length == delimiter.length || delimiter[length] != next)) {
      length = fallback[length];
    }
    return delimiter[length] == next ? length + 1 : length;
  }

  private void accept(byte next) {
    if (place == Place.HEADERS) {
      acceptHeader(next);
    } else if (place == Place.AFTER_BOUNDARY) {
      acceptAfterBoundary(next);
    }
    previous = next;
    matched = step(matched, next);
    if (matched == delimiter.length) {
      if (++boundaries > MAX_BOUNDARIES) {
        throw new TooLargeException(
            "The boundary of the form stands in it more than "
                + MAX_BOUNDARIES
                + " times; choose a longer one");
      }
      /* In headers the parser does not look for it. */
      if (place != Place.HEADERS) {
        place = Place.AFTER_BOUNDARY;
      }
    }
  }

  private void acceptAfterBoundary(byte next) {
    if (next == '\n') {
      if (++parts > MAX_PARTS) {
        throw new TooLargeException("The form has more than " + MAX_PARTS + " parts");
      }
      place = Place.HEADERS;
      lineBytes = 0;
    } else if (next != ' ' && next != '\t' && next != '\r') {
      place = Place.CONTENT;
    }
  }

  private void acceptHeader(byte next) {
    if (++headerBytes > MAX_HEADER_BYTES) {
      throw new TooLargeException(
          "The headers of the form's parts have more than " + MAX_HEADER_BYTES + " bytes");
    }
    if (next != '\n') {
      lineBytes++;
    } else if (lineBytes == 0 || (lineBytes == 1 && previous == '\r')) {
      place = Place.CONTENT;
    } else {
      lineBytes = 0;
    }
  }
}
