package io.tfaas.api.tfserving;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Whether a reply has the values that a case expects: floating-point numbers up to 1e-6. */
final class Likeness {

  /** Whether objects may have more fields than expected. */
  enum Fields {
    EXACTLY,
    AT_LEAST
  }

  private Likeness() {}

  static void check(JsonNode expected, JsonNode actual, Fields fields) {
    check("reply", expected, actual, fields);
  }

  private static void check(String at, JsonNode expected, JsonNode actual, Fields fields) {
    assertThat(actual).as(at).isNotNull();
    if (expected.isObject()) {
      List<String> names = names(expected);
      if (fields == Fields.EXACTLY) {
        assertThat(names(actual)).as(at).containsExactlyInAnyOrderElementsOf(names);
      }
      names.forEach(name -> check(at + "." + name, expected.get(name), actual.get(name), fields));
    } else if (expected.isArray()) {
      assertThat(actual.isArray()).as(at + " is " + actual).isTrue();
      assertThat(actual).as(at).hasSameSizeAs(expected);
      for (int i = 0; i < expected.size(); i++) {
        check(at + "[" + i + "]", expected.get(i), actual.get(i), fields);
      }
    } else if (expected.isFloatingPointNumber()) {
      assertThat(actual.isNumber()).as(at + " is " + actual).isTrue();
      assertThat(isNear(expected.doubleValue(), actual.doubleValue()))
          .as(at + " is " + actual + ", expected " + expected)
          .isTrue();
    } else if (expected.isNumber()) {
      assertThat(actual.decimalValue()).as(at).isEqualByComparingTo(expected.decimalValue());
    } else {
      assertThat(actual).as(at).isEqualTo(expected);
    }
  }

  private static boolean isNear(double expected, double actual) {
    return Double.compare(expected, actual) == 0
        || Math.abs(expected - actual) <= 1e-6 * Math.max(Math.abs(expected), Math.abs(actual))
        || (Math.abs(expected) < 1e-37 && (float) expected == (float) actual);
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
