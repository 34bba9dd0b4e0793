package io.tfaas.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class KeyListTest {

  private static KeyList of(List<String> keys) {
    KeyList list = new KeyList();
    for (String key : keys) {
      char[] source = ("<" + key + ">").toCharArray();
      list.add(source, 1, key.length());
    }
    return list;
  }

  @Property(tries = 200)
  void keysComeBackInTheirOrder(@ForAll @Size(max = 200) List<String> keys) {
    assertThat(of(keys)).isEqualTo(keys);
  }

  @Test
  void aKeyMayBeLongerThanAllBeforeIt() {
    List<String> keys = List.of("a", "b".repeat(10_000), "", "c");
    assertThat(of(keys)).isEqualTo(keys);
  }

  @Test
  void theCharactersAreCopied() {
    char[] source = "key".toCharArray();
    KeyList list = new KeyList();
    list.add(source, 0, 3);
    source[0] = 'x';

    assertThat(list).containsExactly("key");
  }

  @Test
  void hasNoKeyBehindTheLast() {
    KeyList list = of(List.of("a"));
    assertThatThrownBy(() -> list.get(1)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
