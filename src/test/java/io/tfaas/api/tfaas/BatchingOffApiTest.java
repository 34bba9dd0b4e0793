package io.tfaas.api.tfaas;

import static io.tfaas.api.tfaas.Replies.ok;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tfaas.testing.Samples;
import io.tfaas.testing.ServerTest;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The setting {@code tfaas.batching=off}. */
final class BatchingOffApiTest extends ServerTest {

  @Override
  protected Map<String, String> settings() {
    return Map.of("tfaas.batching", "off");
  }

  @Override
  protected void prepare(Path models) {
    Samples.copy(Samples.path("hep42"), models.resolve("hep42"));
  }

  @Test
  void theSettingIsTheReason() {
    JsonNode batching =
        ok(get("/models")).path(0).path("signatures").path("serving_default").path("batching");
    assertThat(batching.path("enabled").booleanValue()).isFalse();
    assertThat(batching.path("reason").textValue())
        .isEqualTo("switched off by the server's setting tfaas.batching");
  }

  @Test
  void theModelAnswersAllTheSame() {
    assertThat(post("/json", Samples.text("hep42/row.json")).statusCode()).isEqualTo(200);
  }
}
