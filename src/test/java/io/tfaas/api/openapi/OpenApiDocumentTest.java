package io.tfaas.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.tfaas.TfaasApplication;
import io.tfaas.config.TfaasConfig;
import io.tfaas.testing.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.glassfish.jersey.server.ApplicationHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document against OpenAPI's own schema, and against the routes that there are. */
final class OpenApiDocumentTest {

  private static final String SCHEMA = "https://spec.openapis.org/oas/3.1/schema/2022-10-07";
  private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";

  private final OpenApiDocument document;
  private final SchemaRegistry registry;

  OpenApiDocumentTest() throws IOException {
    document = OpenApiDocument.ofWar();
    Map<String, String> schemas = Map.of(SCHEMA, Samples.textOf("/openapi/schema-3.1.json"));
    registry =
        SchemaRegistry.withDefaultDialect(
            Dialects.getDraft202012(), builder -> builder.schemas(schemas));
  }

  @Test
  void isAnOpenApiDocument() {
    assertThat(schema(SCHEMA).validate(document.root())).isEmpty();
  }

  @Test
  void theValidatorRefusesWhatIsNone() {
    JsonNode broken = document.root().deepCopy();
    ((ObjectNode) broken.at("/paths/~1models/get")).put("response", "misspelt");
    assertThat(schema(SCHEMA).validate(broken)).isNotEmpty();
  }

  @Test
  void itsSchemasAreSchemas() {
    Schema draft = schema(DRAFT);
    for (JsonNode schema : document.root().findValues("schema")) {
      assertThat(draft.validate(schema)).as(schema.toString()).isEmpty();
    }
    for (Map.Entry<String, JsonNode> schema :
        document.root().at("/components/schemas").properties()) {
      assertThat(draft.validate(schema.getValue())).as(schema.getKey()).isEmpty();
    }
  }

  @Test
  void itsReferencesLeadSomewhere() {
    assertThat(document.root().findValues("$ref"))
        .isNotEmpty()
        .allSatisfy(
            reference ->
                assertThat(document.root().at(reference.textValue().substring(1)).isObject())
                    .as(reference.textValue())
                    .isTrue());
  }

  @Test
  void itsExamplesAreOfTheirSchemas() {
    int[] examples = {0};
    for (JsonNode content : document.root().findValues("application/json")) {
      Schema schema = schemaOf(content.get("schema"));
      if (content.has("example")) {
        assertThat(schema.validate(content.get("example"))).isEmpty();
        examples[0]++;
      }
      for (JsonNode example : content.path("examples")) {
        assertThat(schema.validate(example.get("value"))).isEmpty();
        examples[0]++;
      }
    }
    assertThat(examples[0]).isGreaterThan(50);
  }

  @Test
  void declaresTheParametersOfItsPaths() {
    document.forEachOperation(
        (name, operation) ->
            assertThat(document.pathParameters(operation))
                .as(name)
                .isEqualTo(OpenApiDocument.placeholders(name)));
  }

  @Test
  void namesEachOperationOnce() {
    assertThat(document.root().findValuesAsText("operationId"))
        .hasSameSizeAs(document.operations())
        .doesNotHaveDuplicates();
  }

  @Test
  void hasTheRoutesOfTheApplicationAndNoOthers(@TempDir Path models) {
    Map<String, String> settings = Map.of("tfaas.model-dir", models.toString());
    try (TfaasApplication application = new TfaasApplication(TfaasConfig.of(settings))) {
      assertThat(document.operations()).isEqualTo(Routes.of(new ApplicationHandler(application)));
    }
  }

  private Schema schema(String id) {
    return registry.getSchema(SchemaLocation.of(id));
  }

  /* With the components inside, so that its references can be followed. */
  private Schema schemaOf(JsonNode schema) {
    ObjectNode whole = schema.deepCopy();
    whole.set("components", document.root().get("components"));
    return registry.getSchema(whole);
  }
}
