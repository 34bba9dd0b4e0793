package io.tfaas.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GrantsTest {

  @Test
  void aRoleHoldsThoseBeforeIt() {
    Grants manage = Grants.parse("manage");
    assertThat(manage.allowsAll(Role.PREDICT)).isTrue();
    assertThat(manage.allowsAll(Role.MANAGE)).isTrue();
    assertThat(manage.allowsAll(Role.ADMIN)).isFalse();
  }

  @Test
  void noneAllowsNothing() {
    assertThat(Grants.parse("none").allowsSome(Role.PREDICT)).isFalse();
  }

  @Test
  void aRoleOnAModelIsNoneOnAnother() {
    Grants grants = Grants.parse("predict:hep42, manage:my*");
    assertThat(grants.allows(Role.PREDICT, "hep42")).isTrue();
    assertThat(grants.allows(Role.MANAGE, "hep42")).isFalse();
    assertThat(grants.allows(Role.MANAGE, "myself")).isTrue();
    assertThat(grants.allows(Role.PREDICT, "other")).isFalse();
    assertThat(grants.allowsSome(Role.MANAGE)).isTrue();
    assertThat(grants.allowsAll(Role.PREDICT)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "hep42, hep42, true",
    "hep42, hep4, false",
    "hep42, hep421, false",
    "hep*, hep, true",
    "hep*, shep, false",
    "*42, hep42, true",
    "*42, hep421, false",
    "h*4*2, hep42x42, true",
    "h*4*2, hep24, false",
    "a.c, abc, false",
    "'*', 'anything at: all', true"
  })
  void aStarStandsForAnyCharacters(String pattern, String model, boolean expected) {
    assertThat(new Grant(Role.PREDICT, pattern).matches(model)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "root", "predict:", "admin:x", "predict,", "none,predict"})
  void refusesWhatIsNoRole(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Grants.parse(text))
        .withMessageContaining("expected predict, manage");
  }

  @Test
  void readsWhatItWrites() {
    String text = "predict:a*,manage:b,admin";
    assertThat(Grants.parse(text)).hasToString(text);
    assertThat(Grants.NONE).hasToString("none");
  }
}
