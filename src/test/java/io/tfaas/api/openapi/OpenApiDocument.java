package io.tfaas.api.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The document as tests read it. */
final class OpenApiDocument {

  private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)}");

  private final JsonNode root;

  private OpenApiDocument(JsonNode root) {
    this.root = root;
  }

  static OpenApiDocument ofWar() throws IOException {
    return new OpenApiDocument(
        new ObjectMapper().readTree(OpenApiResource.class.getResourceAsStream("openapi.json")));
  }

  JsonNode root() {
    return root;
  }

  /** Each operation's method and path, such as {@code GET /models}. */
  Set<String> operations() {
    Set<String> operations = new TreeSet<>();
    forEachOperation((name, operation) -> operations.add(name));
    return operations;
  }

  void forEachOperation(BiConsumer<String, JsonNode> action) {
    for (Map.Entry<String, JsonNode> path : root.get("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        action.accept(
            operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
            operation.getValue());
      }
    }
  }

  /** What stands in braces in the path of an operation. */
  static Set<String> placeholders(String operation) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = PARAMETER.matcher(operation);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  /** The names of an operation's path parameters. */
  Set<String> pathParameters(JsonNode operation) {
    Set<String> names = new TreeSet<>();
    for (JsonNode given : operation.path("parameters")) {
      JsonNode parameter = resolve(given);
      if (parameter.get("in").textValue().equals("path")) {
        names.add(parameter.get("name").textValue());
      }
    }
    return names;
  }

  /** The node itself, or what its {@code $ref} points at. */
  JsonNode resolve(JsonNode node) {
    return node.has("$ref") ? root.at(node.get("$ref").textValue().substring(1)) : node;
  }
}
