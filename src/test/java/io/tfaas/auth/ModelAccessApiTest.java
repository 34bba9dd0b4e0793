package io.tfaas.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.tfaas.proto.DataFrame;
import io.tfaas.proto.Row;
import io.tfaas.testing.BodyOnDelete;
import io.tfaas.testing.Samples;
import io.tfaas.testing.ServerTest;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.glassfish.jersey.test.spi.TestContainerFactory;
import org.junit.jupiter.api.Test;

/** Roles on models that requests name in their bodies and queries, not in the path. */
final class ModelAccessApiTest extends ServerTest {

  private static final String CANCER =
      "{\"values\": [" + "1,".repeat(29) + "1], \"model\": \"cancer\"}";

  @Override
  protected Map<String, String> settings() {
    return Map.of("tfaas.auth.open", "predict:half*", "tfaas.auth.local", "none");
  }

  @Override
  protected TestContainerFactory getTestContainerFactory() {
    return new BodyOnDelete();
  }

  @Override
  protected void prepare(Path models) {
    for (String name : new String[] {"half_plus_two", "cancer", "digits_frozen"}) {
      Samples.copy(Samples.path(name), models.resolve(name));
    }
    Tokens.write(models, "predict:cancer", "manage:cancer", "manage:new*");
  }

  @Test
  void jsonNeedsTheRoleOnTheModelOfItsBody() {
    assertThat(post("/json", CANCER).statusCode()).isEqualTo(401);
    assertThat(call("/json", "POST", CANCER, "manage:new*").statusCode()).isEqualTo(403);
    assertThat(call("/json", "POST", CANCER, "predict:cancer").statusCode()).isEqualTo(200);
  }

  @Test
  void protoNeedsTheRoleOnTheModelOfItsBody() {
    Row row = Row.newBuilder().setModel("cancer").build();
    for (Message message : new Message[] {row, DataFrame.newBuilder().addRow(row).build()}) {
      HttpRequest.Builder request =
          request("/proto")
              .header("Content-Type", type(message))
              .POST(BodyPublishers.ofByteArray(message.toByteArray()));
      assertThat(send(request).statusCode()).isEqualTo(401);
    }
  }

  private static String type(Message message) {
    return "application/x-protobuf; messageType=" + message.getDescriptorForType().getFullName();
  }

  @Test
  void imagesNeedTheRoleOnTheModelOfTheForm() {
    assertThat(
            post(
                    "/image",
                    new MultipartBody()
                        .field("model", "digits_frozen")
                        .file("image", "x.png", "image/png", new byte[] {1}))
                .statusCode())
        .isEqualTo(401);
  }

  @Test
  void queriesNeedTheRoleOnTheModelTheyName() {
    assertThat(get("/params?model=cancer").statusCode()).isEqualTo(401);
    assertThat(get("/data?model=cancer").statusCode()).isEqualTo(401);
    assertThat(get("/params?model=half_plus_two").statusCode()).isEqualTo(200);
  }

  @Test
  void theDefaultModelNeedsTheRoleToo() {
    assertThat(call("/params", "POST", "{\"name\":\"cancer\"}", "manage:cancer").statusCode())
        .isEqualTo(200);
    assertThat(get("/params").statusCode()).isEqualTo(401);
    assertThat(post("/json", CANCER.replaceFirst(", \"model\".*", "}")).statusCode())
        .isEqualTo(401);
  }

  @Test
  void makingADefaultNeedsTheRoleOnTheModelOfTheBody() {
    assertThat(call("/params", "POST", "{\"name\":\"cancer\"}", "manage:new*").statusCode())
        .isEqualTo(403);
    assertThat(call("/params", "POST", "{\"name\":\"cancer\"}", "predict:cancer").statusCode())
        .isEqualTo(403);
  }

  @Test
  void uploadsNeedTheRoleOnTheModelOfTheForm() {
    assertThat(upload("cancer", "manage:new*").statusCode()).isEqualTo(403);
    assertThat(upload("newer", "manage:new*").statusCode()).isEqualTo(200);
  }

  private HttpResponse<byte[]> upload(String name, String roles) {
    MultipartBody form =
        new MultipartBody()
            .field("name", name)
            .file("params", "p.json", "application/json", params())
            .file("model", "m.pb", "application/octet-stream", Samples.bytes(GRAPH));
    return send(
        request("/upload")
            .header("Authorization", "Bearer " + Tokens.of(roles))
            .header("Content-Type", form.contentType())
            .POST(BodyPublishers.ofByteArray(form.bytes())));
  }

  private static final String GRAPH = "digits_frozen/model.pb";

  private static byte[] params() {
    return Samples.text("digits_frozen/params.json")
        .replaceFirst("\"name\": *\"[^\"]*\",?", "")
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void bundlesNeedTheRoleOnTheModelOfTheArchive() {
    byte[] cancer = Samples.tar(Samples.path("half_plus_two/1"), "cancer");
    byte[] newer = Samples.tar(Samples.path("half_plus_two/1"), "newer");
    assertThat(bundle("/bundle", cancer).statusCode()).isEqualTo(403);
    assertThat(bundle("/upload", cancer).statusCode()).isEqualTo(403);
    assertThat(bundle("/bundle", newer).statusCode()).isEqualTo(200);
  }

  private HttpResponse<byte[]> bundle(String path, byte[] tar) {
    return send(
        request(path)
            .header("Authorization", "Bearer " + Tokens.of("manage:new*"))
            .header("Content-Type", "application/octet-stream")
            .POST(BodyPublishers.ofByteArray(tar)));
  }

  @Test
  void removalsNeedTheRoleOnTheModelOfQueryOrForm() {
    assertThat(call("/delete?model=cancer", "DELETE", "", "manage:new*").statusCode())
        .isEqualTo(403);
    MultipartBody form = new MultipartBody().field("model", "cancer");
    assertThat(
            send(request("/delete")
                    .header("Authorization", "Bearer " + Tokens.of("manage:new*"))
                    .header("Content-Type", form.contentType())
                    .method("DELETE", BodyPublishers.ofByteArray(form.bytes())))
                .statusCode())
        .isEqualTo(403);
    assertThat(call("/delete?model=cancer", "DELETE", "", "manage:cancer").statusCode())
        .isEqualTo(200);
  }

  @Test
  void listsShowWhatTheCallerMayAsk() {
    assertThat(text(get("/models"))).contains("half_plus_two").doesNotContain("cancer");
    assertThat(text(call("/models", "GET", "", "predict:cancer")))
        .contains("half_plus_two", "cancer")
        .doesNotContain("digits_frozen");
  }

  private HttpResponse<byte[]> call(String path, String method, String body, String roles) {
    return send(
        request(path)
            .header("Authorization", "Bearer " + Tokens.of(roles))
            .method(method, BodyPublishers.ofString(body)));
  }
}
