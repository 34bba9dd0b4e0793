package io.tfaas.inference;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class WaitingBytesTest {

  private final WaitingBytes bytes = new WaitingBytes(100);

  @Test
  void aModelAloneMayHaveHalf() {
    bytes.add(40);
    assertThat(bytes.haveRoom(40, 20)).isTrue();
    assertThat(bytes.haveRoom(40, 21)).isFalse();
  }

  @Test
  void aModelThatIsStuckLeavesRoomForAnother() {
    bytes.add(60);
    assertThat(bytes.haveRoom(0, 40)).isTrue();
  }

  @Test
  void whatIsRemovedIsRoomAgain() {
    bytes.add(100);
    bytes.remove(70);
    assertThat(bytes.haveRoom(30, 40)).isTrue();
    assertThat(bytes.held()).isEqualTo(30);
  }
}
