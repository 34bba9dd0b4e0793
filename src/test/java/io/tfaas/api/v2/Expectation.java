package io.tfaas.api.v2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** What a conformance case says of a reply: each of its fields that is present is a check. */
final class Expectation {

  private final JsonNode expected;

  Expectation(JsonNode expected) {
    this.expected = expected;
  }

  void check(HttpResponse<byte[]> reply) {
    String told = reply.statusCode() + " " + text(reply);
    if (!statuses().isEmpty()) {
      assertThat(statuses()).as(told).contains(reply.statusCode());
    }
    checkHeaders(reply);
    for (JsonNode sample : expected.path("metrics")) {
      MetricSamples.of(text(reply)).require(sample);
    }
    if (reply.body().length == 0 || expected.has("metrics")) {
      return;
    }
    JsonNode json = Replies.json(reply);
    each("json_has", (path, kind) -> Kinds.check(kind.textValue(), Replies.at(json, path), told));
    if (reply.statusCode() == 200) {
      checkJson(json);
      checkOutputs(reply, json);
    }
  }

  private static String text(HttpResponse<byte[]> reply) {
    return new String(reply.body(), StandardCharsets.UTF_8);
  }

  private List<Integer> statuses() {
    List<Integer> statuses = new ArrayList<>();
    expected.path("status_in").forEach(status -> statuses.add(status.intValue()));
    expected.path("accept_status").forEach(status -> statuses.add(status.intValue()));
    if (expected.has("status")) {
      statuses.add(expected.get("status").intValue());
    }
    return statuses;
  }

  private void checkHeaders(HttpResponse<byte[]> reply) {
    for (String field : List.of("content_type", "content_type_prefix")) {
      checkContentType(reply, expected.path(field).asText());
    }
    for (JsonNode name : expected.path("header_present")) {
      assertThat(reply.headers().firstValue(name.textValue())).as(name.textValue()).isPresent();
    }
    for (JsonNode name : expected.path("header_absent")) {
      assertThat(reply.headers().firstValue(name.textValue())).as(name.textValue()).isEmpty();
    }
  }

  private static void checkContentType(HttpResponse<byte[]> reply, String start) {
    assertThat(reply.headers().firstValue("Content-Type").orElse("")).startsWith(start);
  }

  private void checkJson(JsonNode json) {
    if (expected.has("json_subset")) {
      Kinds.checkSubset("reply", expected.get("json_subset"), json);
    }
    if (expected.has("json_any_of")) {
      assertThat(expected.get("json_any_of")).anySatisfy(any -> Kinds.checkSubset("", any, json));
    }
    for (JsonNode name : expected.path("json_absent")) {
      assertThat(json.has(name.textValue())).as(name.textValue()).isFalse();
    }
    for (JsonNode extension : expected.path("extensions_superset")) {
      assertThat(json.get("extensions")).contains(extension);
    }
    if (expected.has("versions_set")) {
      assertThat(json.get("versions")).containsExactlyInAnyOrderElementsOf(list("versions_set"));
    }
    each("each_has", (field, kind) -> json.forEach(row -> check(row.path(field), kind)));
    each(
        "each_equals",
        (field, value) -> assertThat(json).allMatch(r -> value.equals(r.get(field))));
    each(
        "each_optional",
        (field, kind) ->
            json.forEach(
                row -> {
                  if (row.has(field)) {
                    check(row.get(field), kind);
                  }
                }));
    each(
        "contains",
        (path, value) ->
            assertThat(Replies.at(json, path))
                .anySatisfy(row -> Kinds.checkSubset(path, value, row)));
  }

  private static void check(JsonNode value, JsonNode kind) {
    Kinds.check(kind.textValue(), value, value.toString());
  }

  private void checkOutputs(HttpResponse<byte[]> reply, JsonNode json) {
    each(
        "outputs_equal",
        (name, want) -> Kinds.checkValues(name, want, Replies.values(reply, name)));
    if (expected.has("output_names_exact")) {
      List<JsonNode> names = new ArrayList<>();
      json.get("outputs").forEach(output -> names.add(output.get("name")));
      assertThat(names).containsExactlyInAnyOrderElementsOf(list("output_names_exact"));
    }
    each(
        "every_output_has",
        (path, value) ->
            assertThat(json.get("outputs"))
                .allMatch(output -> Replies.at(output, path).equals(value)));
    byte[] tail = Replies.tail(reply);
    if (expected.has("binary_tail_len")) {
      assertThat(tail).hasSize(expected.get("binary_tail_len").intValue());
    }
    if (expected.has("binary_tail_hex")) {
      assertThat(HexFormat.of().formatHex(tail))
          .isEqualTo(expected.get("binary_tail_hex").textValue());
    }
  }

  private List<JsonNode> list(String field) {
    return StreamSupport.stream(expected.get(field).spliterator(), false).toList();
  }

  private interface FieldCheck {
    void check(String name, JsonNode value);
  }

  private void each(String field, FieldCheck check) {
    for (Map.Entry<String, JsonNode> entry : expected.path(field).properties()) {
      check.check(entry.getKey(), entry.getValue());
    }
  }
}
