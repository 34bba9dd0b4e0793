package io.tfaas.api.tfserving;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;

final class DecimalScannerTest {

  private static float scanned(String text) {
    DecimalScanner scanner = new DecimalScanner((text + "]").getBytes(US_ASCII));
    assertThat(scanner.scan(0)).as(text).isEqualTo(text.length());
    return scanner.value();
  }

  @Property
  void isTheFloatNearestToTheNumber(
      @ForAll @BigRange(min = "-1E20", max = "1E20") BigDecimal number,
      @ForAll @IntRange(min = -60, max = 18) int exponent) {
    for (String text : new String[] {number.toPlainString(), number + "e" + exponent}) {
      if (!text.contains("E")) {
        assertThat(scanned(text)).as(text).isEqualTo(nearest(text));
      }
    }
  }

  /* -0 is a whole number and so has no sign. */
  private static float nearest(String text) {
    float value = Float.parseFloat(text);
    return value == 0 && text.matches("-0") ? 0f : value;
  }

  @Property
  void readsBackWhatJavaWrites(@ForAll float value) {
    assertThat(scanned(Float.toString(value))).isEqualTo(value);
  }

  @Example
  void roundsOnceWhereADoubleBetweenWouldRoundTwice() {
    for (String text :
        new String[] {"1.00000005960464477540", "1.000000059604644775", "16777217", "33554435.0"}) {
      assertThat(scanned(text)).as(text).isEqualTo(Float.parseFloat(text));
    }
  }

  @Example
  void keepsTheSignOfZeroWhereThereIsAPoint() {
    assertThat(scanned("-0.0")).isEqualTo(-0f);
    assertThat(scanned("-0e1")).isEqualTo(-0f);
    assertThat(scanned("-0")).isEqualTo(0f);
  }

  @Example
  void isStrict() {
    for (String text :
        new String[] {
          "", "-", "01", ".5", "1.", "+1", "1e", "1e+", "NaN", "Infinity", "1e39", "x"
        }) {
      assertThat(new DecimalScanner(text.getBytes(US_ASCII)).scan(0))
          .as(text)
          .isEqualTo(DecimalScanner.NONE);
    }
  }
}
