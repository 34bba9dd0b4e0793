package io.tfaas.api.tfaas;

import io.tfaas.error.InvalidInputException;
import io.tfaas.error.TooLargeException;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.glassfish.jersey.media.multipart.BodyPartEntity;
import org.glassfish.jersey.media.multipart.FormDataBodyPart;
import org.glassfish.jersey.media.multipart.FormDataMultiPart;

/**
 * The parts of a multipart form by name. Where the request's Content-Encoding is {@code base64}, as
 * the Python client sends it, parts of unknown type are base64 text and the others plain.
 */
final class Form {

  private static final int MAX_TEXT_BYTES = 64 << 10;

  /* Those of RFC 2045, 6.1, and the older ones that the parser knows. */
  private static final Set<String> TRANSFER_ENCODINGS =
      Set.of(
          "7bit",
          "8bit",
          "base64",
          "binary",
          "quoted-printable",
          "uuencode",
          "x-uue",
          "x-uuencode");

  private final FormDataMultiPart body;
  private final boolean base64;

  Form(FormDataMultiPart body, Optional<String> contentEncoding) {
    this.body = body;
    this.base64 = contentEncoding.filter("base64"::equalsIgnoreCase).isPresent();
  }

  Optional<FormDataBodyPart> find(String part) {
    return Optional.ofNullable(body.getField(part));
  }

  /**
   * The text of a part.
   *
   * @throws TooLargeException when it is longer than a name or a version may be
   */
  Optional<String> text(String part) throws IOException {
    Optional<FormDataBodyPart> found = find(part);
    if (found.isPresent()) {
      try (InputStream text = plain(part, found.get())) {
        read(part, text, MAX_TEXT_BYTES);
      }
    }
    return found.map(text -> content(part, () -> text.getValueAs(String.class))).map(String::strip);
  }

  private static InputStream plain(String part, FormDataBodyPart found) {
    requireKnownEncoding(part, found);
    return content(part, () -> found.getEntityAs(BodyPartEntity.class).getInputStream());
  }

  /* The parser would write a stack trace into the log. */
  private static void requireKnownEncoding(String part, FormDataBodyPart found) {
    String encoding = found.getHeaders().getFirst("Content-Transfer-Encoding");
    if (encoding != null && !TRANSFER_ENCODINGS.contains(encoding.toLowerCase(Locale.ROOT))) {
      throw new InvalidInputException(
          "The Content-Transfer-Encoding of the part '"
              + part
              + "' of the form is not known; send the part as binary");
    }
  }

  /* Jersey finds no content where it cannot read what a part says of itself. */
  private static <T> T content(String part, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IllegalStateException e) {
      throw new InvalidInputException("The part '" + part + "' of the form is malformed", e);
    }
  }

  /**
   * The content of a part; the caller closes it.
   *
   * @throws InvalidInputException when the form has no such part
   */
  InputStream stream(String part) {
    FormDataBodyPart found = require(part);
    InputStream plain = plain(part, found);
    boolean encoded =
        base64 && found.getMediaType().isCompatible(MediaType.APPLICATION_OCTET_STREAM_TYPE);
    return encoded ? new Base64Stream(part, plain) : plain;
  }

  /**
   * The content of a part, where the limit of the request's body bounds it.
   *
   * @throws InvalidInputException when the form has no such part
   */
  byte[] bytes(String part) throws IOException {
    return bytes(part, Integer.MAX_VALUE);
  }

  /**
   * The content of a part of at most so many bytes.
   *
   * @throws TooLargeException when there are more
   * @throws InvalidInputException when the form has no such part
   */
  byte[] bytes(String part, int maxBytes) throws IOException {
    try (InputStream content = stream(part)) {
      return read(part, content, maxBytes);
    }
  }

  private static byte[] read(String part, InputStream content, int maxBytes) throws IOException {
    byte[] bytes = content.readNBytes(maxBytes);
    if (content.read() >= 0) {
      throw new TooLargeException(
          "The part '" + part + "' of the form is larger than " + maxBytes + " bytes");
    }
    return bytes;
  }

  /** The last element of the part's file name, empty where it has none. */
  String fileName(String part) {
    String name = require(part).getContentDisposition().getFileName();
    return name == null ? "" : lastElement(name);
  }

  static String lastElement(String path) {
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  }

  private FormDataBodyPart require(String part) {
    return find(part)
        .orElseThrow(() -> new InvalidInputException("The form has no part '" + part + "'"));
  }
}
