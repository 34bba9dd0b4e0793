package io.tfaas.bench.soak;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What the server answered, with the one header that is asked for. */
final class Reply {

  private final int status;
  private final Optional<String> jsonLength;
  private final byte[] body;

  Reply(int status, Optional<String> jsonLength, byte[] body) {
    this.status = status;
    this.jsonLength = jsonLength;
    this.body = body;
  }

  int status() {
    return status;
  }

  Optional<String> jsonLength() {
    return jsonLength;
  }

  byte[] body() {
    return body;
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
