package io.tfaas.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.tfaas.error.TooLargeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FormStreamTest {

  private static final String PART = "--b\r\nA: b\r\n\r\nx\r\n";

  /* So many bytes at once, that every place of the form is at the edge of a read once. */
  private static void read(String form, String boundary, int atOnce) throws IOException {
    InputStream bytes = new ByteArrayInputStream(form.getBytes(ISO_8859_1));
    try (InputStream stream = new FormStream(bytes, boundary)) {
      StringBuilder read = new StringBuilder();
      for (byte[] some = stream.readNBytes(atOnce);
          some.length > 0;
          some = stream.readNBytes(atOnce)) {
        read.append(new String(some, ISO_8859_1));
      }
      assertThat(read.toString()).isEqualTo(form);
    }
  }

  private static void assertRefused(String form, String boundary, String sentence) {
    for (int atOnce : new int[] {1, 3, 8192}) {
      assertThatIOException()
          .isThrownBy(() -> read(form, boundary, atOnce))
          .havingCause()
          .isInstanceOf(TooLargeException.class)
          .withMessage(sentence);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 8192})
  void whatIsWithinTheLimitsIsReadAsItIs(int atOnce) throws Exception {
    read(PART.repeat(FormStream.MAX_PARTS) + "--b--\r\n", "b", atOnce);
    read("--b\r\n\r\n" + "x--b".repeat(FormStream.MAX_BOUNDARIES - 2) + "\r\n--b--", "b", atOnce);
    read("--b\r\n" + headers(FormStream.MAX_HEADER_BYTES) + "x".repeat(99_999), "b", atOnce);
  }

  /* A line of a header as long as it may be, and the line that ends the headers. */
  private static String headers(int bytes) {
    return "A:" + "x".repeat(bytes - 6) + "\r\n\r\n";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        PART,
        "--b\r\n\r\n",
        "--b\n\n",
        "--b \t\r\n\r\n",
        "--b\r\r\n\r\n",
        "--b\r\nA: --b\r\n\r\n",
        "--b\r\nA:\r\r\n\r\n"
      })
  void morePartsAreRefused(String part) {
    assertRefused(part.repeat(FormStream.MAX_PARTS + 1), "b", "The form has more than 32 parts");
  }

  @ParameterizedTest
  @CsvSource({"b,x--b", "b,--bx", "--,-", "a-,--a"})
  void aBoundaryThatStandsEverywhereIsRefused(String boundary, String text) {
    assertRefused(
        "--" + boundary + "\r\n\r\n" + text.repeat(FormStream.MAX_BOUNDARIES + 4),
        boundary,
        "The boundary of the form stands in it more than 500 times; choose a longer one");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--b\r\nA: %s\r\n",
        "--b\nA: %s\n",
        "--b \r\n%s",
        "--b\r\nA: --b%s\r\n",
        "--b\r\n--b\r\n--bx%s\r\n",
        "--b\r\n\r\r\n%s",
        "x--b\ny\r\n--b\r\n%s",
        "--b\r\n\r\nx\r\n--b\r\n%s"
      })
  void longHeadersAreRefused(String form) {
    String sentence = "The headers of the form's parts have more than 65536 bytes";
    assertRefused(form.formatted("x".repeat(FormStream.MAX_HEADER_BYTES + 1)), "b", sentence);
    assertRefused(
        form.formatted("a:\n".repeat(FormStream.MAX_HEADER_BYTES / 3 + 1)), "b", sentence);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 31})
  void theHeadersOfAllPartsCountTogether(int parts) {
    String part = "--b\r\n" + headers(FormStream.MAX_HEADER_BYTES / parts + 1);
    assertRefused(
        part.repeat(parts), "b", "The headers of the form's parts have more than 65536 bytes");
  }

  /* An IOException is what the parser deletes its files after. */
  @Test
  void whatTheBodyIsRefusedForComesAsAnIoException() {
    InputStream body =
        new LimitedStream(new ByteArrayInputStream(new byte[5]), new BodyLimit(4, "some.limit"));
    FormStream form = new FormStream(body, "b");
    assertThatIOException()
        .isThrownBy(form::readAllBytes)
        .withCauseInstanceOf(TooLargeException.class);
  }
}
