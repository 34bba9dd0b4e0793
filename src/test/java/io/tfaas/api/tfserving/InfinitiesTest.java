package io.tfaas.api.tfserving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class InfinitiesTest {

  private static String spelledOut(String body) {
    return Infinities.spelledOut(body.getBytes(UTF_8))
        .map(bytes -> new String(bytes, UTF_8))
        .orElse("as it is");
  }

  @Test
  void spellsOutTheShortWord() {
    assertThat(spelledOut("[Inf, -Inf,Infinity]")).isEqualTo("[Infinity, -Infinity,Infinity]");
  }

  @Test
  void leavesStringsAlone() {
    assertThat(spelledOut("{\"Inf\": \"a\\\"Inf\", \"b\": Inf}"))
        .isEqualTo("{\"Inf\": \"a\\\"Inf\", \"b\": Infinity}");
  }

  @Test
  void hasNothingToDoWithoutTheWord() {
    assertThat(spelledOut("[Infinity, \"Inf\", In")).isEqualTo("as it is");
  }
}
