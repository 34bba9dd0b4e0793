package io.tfaas.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.tfaas.testing.Samples;
import io.tfaas.testing.ServerTest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Shapes that a network of convolutions was not built for, which TensorFlow does not look at. */
final class WrongShapesApiTest extends ServerTest {

  @Override
  protected void prepare(Path models) {
    Samples.copy(Samples.path("digits_frozen"), models.resolve("digits_frozen"));
  }

  private void assertRefused(HttpResponse<byte[]> reply, String given) {
    assertThat(text(reply))
        .contains(
            "Input 'image' takes the shape [?,28,28,1] (?: any length), the request gives "
                + given);
    assertThat(reply.statusCode()).isEqualTo(400);
  }

  @Test
  void numbersInsteadOfImagesAreRefusedByTensorFlowServingsInterface() {
    assertRefused(
        post("/v1/models/digits_frozen:predict", "{\"instances\": [1.0, 2.0, 5.0]}"), "[3]");
  }

  @Test
  void imagesOfAnotherSizeAreRefusedByTensorFlowServingsInterface() {
    HttpResponse<byte[]> reply =
        post("/v1/models/digits_frozen:predict", "{\"instances\": [[[[1.0], [2.0]]]]}");
    assertThat(reply.statusCode()).as(text(reply)).isEqualTo(400);
  }

  @Test
  void numbersInsteadOfImagesAreRefusedByTheOpenInferenceProtocol() {
    assertRefused(
        post(
            "/v2/models/digits_frozen/infer",
            "{\"inputs\": [{\"name\": \"image\", \"shape\": [3], \"datatype\": \"FP32\","
                + " \"data\": [1, 2, 5]}]}"),
        "[3]");
  }

  @Test
  void aRowInsteadOfAnImageIsRefused() {
    HttpResponse<byte[]> reply =
        post("/json", "{\"values\": [1, 2, 5], \"model\": \"digits_frozen\"}");
    assertThat(reply.statusCode()).as(text(reply)).isEqualTo(400);
  }
}
