package io.tfaas.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WholeBodyTest {

  private static final byte[] BODY = {1, 2, 3, 4, 5};

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1, 4, 5, 6, Integer.MAX_VALUE})
  void isWholeWhateverWasSaidOfItsLength(int length) throws IOException {
    assertThat(WholeBody.read(new ByteArrayInputStream(BODY), length)).isEqualTo(BODY);
    assertThat(WholeBody.read(new ByteArrayInputStream(new byte[0]), length)).isEmpty();
  }
}
