package io.tfaas.api.v2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The kinds and values that conformance cases expect of a reply. */
final class Kinds {

  private Kinds() {}

  /**
   * @param kind string, nonempty string, int, array, object, array of string, array of {key,key},
   *     or one of some words: A|B|C
   */
  static void check(String kind, JsonNode value, String told) {
    if (kind.startsWith("array of {")) {
      assertThat(value.isArray()).as(told).isTrue();
      for (String key : kind.substring(10, kind.length() - 1).split(",", -1)) {
        assertThat(value).as(told).allMatch(row -> row.has(key));
      }
    } else if (kind.equals("array of string")) {
      assertThat(value.isArray()).as(told).isTrue();
      assertThat(value).as(told).allMatch(JsonNode::isTextual);
    } else if (kind.contains("|")) {
      assertThat(Set.of(kind.split(Pattern.quote("|")))).as(told).contains(value.asText());
    } else {
      boolean right =
          switch (kind) {
            case "int" -> value.isIntegralNumber();
            case "string" -> value.isTextual();
            case "nonempty string" -> value.isTextual() && !value.textValue().isEmpty();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            default -> throw new IllegalArgumentException(kind);
          };
      assertThat(right).as(kind + " in " + told).isTrue();
    }
  }

  /** Objects may have more fields than expected. */
  static void checkSubset(String at, JsonNode expected, JsonNode actual) {
    assertThat(actual).as(at).isNotNull();
    if (expected.isObject()) {
      for (Map.Entry<String, JsonNode> field : expected.properties()) {
        checkSubset(at + "." + field.getKey(), field.getValue(), actual.get(field.getKey()));
      }
    } else if (expected.isArray()) {
      checkValues(at, expected, actual);
    } else {
      assertThat(actual).as(at).isEqualTo(expected);
    }
  }

  static void checkValues(String at, JsonNode expected, JsonNode actual) {
    assertThat(actual).as(at).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      String where = at + "[" + i + "]";
      if (expected.get(i).isNumber() && actual.get(i).isNumber()) {
        assertThat(DoubleNode.valueOf(actual.get(i).doubleValue()))
            .as(where)
            .isEqualTo(DoubleNode.valueOf(expected.get(i).doubleValue()));
      } else {
        checkSubset(where, expected.get(i), actual.get(i));
      }
    }
  }
}
