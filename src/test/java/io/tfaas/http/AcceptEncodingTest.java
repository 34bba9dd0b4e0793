package io.tfaas.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AcceptEncodingTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip | GZIP",
        "X-GZIP | GZIP",
        "deflate, gzip | DEFLATE",
        "br, gzip;q=0.5, deflate;q=0.9 | DEFLATE",
        "gzip;q=1.000 , deflate | GZIP",
        "gzip;q=0, deflate;q=0.001 | DEFLATE",
      })
  void choosesTheBestOfThoseNamed(String header, ContentCoding coding) {
    assertThat(AcceptEncoding.best(header)).hasValue(coding);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "identity", "br", "gzip;q=0", "gzip;q=much", "gzip;level=1"})
  void leavesTheReplyPlainOtherwise(String header) {
    assertThat(AcceptEncoding.best(header)).isEmpty();
  }

  @Test
  void leavesTheReplyPlainWithoutTheHeader() {
    assertThat(AcceptEncoding.best(null)).isEmpty();
  }
}
