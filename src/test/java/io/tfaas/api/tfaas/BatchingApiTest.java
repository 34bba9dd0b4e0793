package io.tfaas.api.tfaas;

import static io.tfaas.api.tfaas.Replies.ok;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tfaas.testing.Samples;
import io.tfaas.testing.ServerTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What {@code /models} and {@code /params} tell of requests that are run together. */
final class BatchingApiTest extends ServerTest {

  @Override
  protected void prepare(Path models) {
    Samples.copy(Samples.path("multi"), models.resolve("multi"));
    Samples.copy(Samples.path("hep42"), models.resolve("hep42"));
    try {
      Files.writeString(models.resolve("hep42/1/params.json"), "{\"batching\": \"off\"}");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode batching(String model, String signature) {
    for (JsonNode found : ok(get("/models"))) {
      if (found.path("name").asText().equals(model)) {
        return found.path("signatures").path(signature).path("batching");
      }
    }
    throw new AssertionError(model);
  }

  private static void assertBatching(JsonNode batching, boolean enabled, String reason) {
    assertThat(batching.fieldNames()).toIterable().containsExactly("enabled", "reason");
    assertThat(batching.path("enabled").booleanValue()).isEqualTo(enabled);
    assertThat(batching.path("reason").textValue()).isEqualTo(reason);
  }

  @Test
  void aSignatureWhoseRowsStandAloneIsBatched() {
    assertBatching(
        batching("multi", "serving_default"),
        true,
        "7 sample rows at once gave what they give one by one");
  }

  @Test
  void aSignatureThatIsNotBatchedSaysWhy() {
    assertBatching(
        batching("multi", "total"), false, "the first dimension of output 'sum' is not free");
  }

  @Test
  void paramsThatSwitchItOffAreTheReason() {
    assertBatching(
        batching("hep42", "serving_default"), false, "switched off by the model's params");
  }

  @Test
  void paramsTellTheSame() {
    assertThat(ok(get("/params?model=multi")).path("signatures"))
        .isEqualTo(ok(get("/models")).path(1).path("signatures"));
  }
}
