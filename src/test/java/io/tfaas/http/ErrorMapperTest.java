package io.tfaas.http;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.tfaas.error.InternalException;
import io.tfaas.error.NotFoundException;
import io.tfaas.error.OverloadedException;
import io.tfaas.error.StorageFullException;
import io.tfaas.error.UnavailableException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.InternalServerErrorException;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.RedirectionException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.glassfish.jersey.media.multipart.FormDataMultiPart;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorMapperTest extends HttpServerTest {

  private static final Map<String, Supplier<Throwable>> THROWN =
      Map.<String, Supplier<Throwable>>ofEntries(
          entry("serving", () -> new NotFoundException("No model 'x' \"here\"\n")),
          entry("wrapped", () -> new IllegalStateException(new NotFoundException("Inner"))),
          entry("overloaded", () -> new OverloadedException("Too busy")),
          entry("unavailable", () -> new UnavailableException("Starting")),
          entry("full", () -> new StorageFullException("No room")),
          entry("internal", () -> new InternalException("TensorFlow failed")),
          entry("memory", () -> new OutOfMemoryError("secret")),
          entry("stack", () -> new StackOverflowError("secret")),
          entry("io", () -> new UncheckedIOException(new IOException("/secret/path"))),
          entry(
              "broken",
              () ->
                  new ProcessingException(
                      "secret", new BrokenBodyException(new IOException("Broken pipe")))),
          entry("redirect", () -> new RedirectionException(307, URI.create("/there"))));

  /** Values of a JSON body. */
  public record Values(int size, List<Integer> values) {}

  @Path("/")
  public static class Resource {

    @GET
    @Path("throw/{name}")
    @Produces("text/plain")
    public String thrower(@PathParam("name") String name) throws Throwable {
      throw THROWN.getOrDefault(name, AssertionError::new).get();
    }

    @GET
    @Path("later/{name}")
    @Produces("text/plain")
    public CompletionStage<String> later(@PathParam("name") String name) {
      return CompletableFuture.completedFuture(name)
          .thenApply(
              found -> {
                throw new CompletionException(
                    THROWN.getOrDefault(found, AssertionError::new).get());
              });
    }

    @GET
    @Path("web/{name}")
    public String web(@PathParam("name") String name) {
      throw switch (name) {
        case "forbidden" -> new ForbiddenException("secret");
        case "login" -> new NotAuthorizedException("Bearer");
        default -> new InternalServerErrorException("secret");
      };
    }

    @GET
    @Path("both")
    @Produces("text/plain")
    public String both(@QueryParam("n") int n) {
      return "both";
    }

    @POST
    @Path("both")
    @Consumes("text/csv")
    @Produces("text/plain")
    public String read(String body) {
      return body;
    }

    @GET
    @Path("number/{n}")
    public String number(@PathParam("n") int n) {
      return "number";
    }

    @POST
    @Path("json")
    @Consumes("application/json")
    public int json(Values values) {
      return values.size();
    }

    @GET
    @Path("unwriteable")
    @Produces("application/json")
    public Response unwriteable() {
      return Response.ok(new Object() {}).build();
    }

    @GET
    @Path("bare")
    public Response bare() {
      return Response.status(409).build();
    }

    @POST
    @Path("form")
    @Consumes("multipart/form-data")
    public int form(FormDataMultiPart form) {
      return form.getFields().size();
    }
  }

  private final List<LogRecord> log = new ArrayList<>();
  private final Logger logger = Logger.getLogger(ErrorMapper.class.getName());
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          log.add(entry);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @Override
  Class<?> resource() {
    return Resource.class;
  }

  @BeforeEach
  void listen() {
    logger.addHandler(handler);
  }

  @AfterEach
  void stopListening() {
    logger.removeHandler(handler);
  }

  private static void assertError(HttpResponse<String> reply, int status, String message) {
    assertThat(reply.body()).isEqualTo("{\"error\": \"" + message + "\"}\n");
    assertThat(reply.statusCode()).isEqualTo(status);
    assertThat(reply.headers().firstValue("Content-Type")).contains("application/json");
  }

  private HttpResponse<String> getAs(String id, String path) throws Exception {
    return send(request(path).header("X-Request-Id", id));
  }

  @Test
  void aFailureIsAnsweredByItsMessage() throws Exception {
    assertError(get("throw/serving"), 404, "No model 'x' \\\"here\\\"?");
  }

  @Test
  void aFailureInsideAnotherIsFound() throws Exception {
    assertError(get("throw/wrapped"), 404, "Inner");
  }

  @Test
  void aFailureOfAnAsynchronousCallIsAnsweredAsOneOfASynchronousCall() throws Exception {
    for (String name : List.of("serving", "overloaded", "unavailable", "full", "internal")) {
      HttpResponse<String> now = get("throw/" + name);
      HttpResponse<String> later = get("later/" + name);
      assertThat(later.statusCode()).isEqualTo(now.statusCode());
      assertThat(later.body()).isEqualTo(now.body());
      assertThat(later.headers().map().keySet()).isEqualTo(now.headers().map().keySet());
    }
  }

  @Test
  void anAsynchronousCallMayRedirect() throws Exception {
    assertThat(get("later/redirect").statusCode()).isEqualTo(307);
  }

  @Test
  void theBodyIsJsonWhateverIsAccepted() throws Exception {
    assertError(send(request("throw/wrapped").header("Accept", "text/plain")), 404, "Inner");
  }

  @Test
  void overloadSaysWhenToComeBack() throws Exception {
    HttpResponse<String> reply = get("throw/overloaded");
    assertError(reply, 429, "Too busy");
    assertThat(reply.headers().allValues("Retry-After")).containsExactly("1");
  }

  @Test
  void unavailabilitySaysWhenToComeBack() throws Exception {
    HttpResponse<String> reply = get("throw/unavailable");
    assertError(reply, 503, "Starting");
    assertThat(reply.headers().allValues("Retry-After")).containsExactly("1");
  }

  @Test
  void aFullStorageIs507() throws Exception {
    assertError(get("throw/full"), 507, "No room");
  }

  @Test
  void aDefectThatSpeaksToTheClientIsToldAndLogged() throws Exception {
    assertError(getAs("i1", "throw/internal"), 500, "TensorFlow failed");
    assertThat(log).extracting(LogRecord::getMessage).containsExactly("Request i1 failed with 500");
  }

  @Test
  void anUnforeseenFailureIsHiddenAndLoggedOnce() throws Exception {
    assertError(
        getAs("i2", "throw/io"),
        500,
        "The server failed to answer; its log holds the reason under request id i2");
    assertThat(log).hasSize(1);
    assertThat(log.get(0).getMessage()).isEqualTo("Request i2 failed with 500");
    assertThat(log.get(0).getThrown()).hasMessageContaining("/secret/path");
  }

  @Test
  void outOfMemoryPasses() throws Exception {
    assertError(
        getAs("i3", "throw/memory"),
        429,
        "The server has no memory left for this request; try again later, or send less at once");
  }

  @Test
  void stackOverflowIsHidden() throws Exception {
    assertError(
        getAs("i4", "throw/stack"),
        500,
        "The server failed to answer; its log holds the reason under request id i4");
  }

  @Test
  void aServerErrorOfJerseyIsHiddenAndLogged() throws Exception {
    assertError(
        getAs("i5", "web/other"),
        500,
        "The server failed to answer; its log holds the reason under request id i5");
    assertThat(log).hasSize(1);
  }

  @Test
  void aReplyThatCannotBeWrittenIsTheServersDefect() throws Exception {
    assertError(
        getAs("i6", "unwriteable"),
        500,
        "The server failed to answer; its log holds the reason under request id i6");
  }

  @Test
  void aClientsErrorIsNotLogged() throws Exception {
    assertThat(get("throw/serving").statusCode()).isEqualTo(404);
    assertThat(log).isEmpty();
  }

  @Test
  void aBodyThatStopsComingIsNotLogged() throws Exception {
    assertError(get("throw/broken"), 400, "The request body ended before its end was read");
    assertThat(log).isEmpty();
  }

  @Test
  void aReplyWithoutBodyGetsOne() throws Exception {
    assertError(get("bare"), 409, "The request was refused: Conflict");
  }

  @Test
  void anUnknownPathIsNamed() throws Exception {
    assertError(
        get("no%0Awhere"),
        404,
        "No such path: /no%0Awhere; the server's documentation lists the paths it answers");
  }

  @Test
  void aWrongMethodIsToldTheRightOnes() throws Exception {
    HttpResponse<String> reply = send(request("both").DELETE());
    assertError(reply, 405, "Method DELETE is not allowed here; allowed: GET, POST");
    assertThat(reply.headers().firstValue("Allow").orElseThrow()).contains("GET").contains("POST");
  }

  @Test
  void anUnacceptableReplyIsNamed() throws Exception {
    assertError(
        send(request("both").header("Accept", "image/png")),
        406,
        "No reply of this path has a media type of Accept image/png");
  }

  @Test
  void anUnreadableBodyIsNamed() throws Exception {
    assertError(
        post("both", "image/png", "x"),
        415,
        "This path does not read a body of Content-Type image/png");
  }

  @Test
  void anotherRefusalHasItsReason() throws Exception {
    assertError(get("web/forbidden"), 403, "The request was refused: Forbidden");
  }

  @Test
  void aRefusalKeepsItsHeaders() throws Exception {
    HttpResponse<String> reply = get("web/login");
    assertError(reply, 401, "The request was refused: Unauthorized");
    assertThat(reply.headers().allValues("WWW-Authenticate")).containsExactly("Bearer");
  }

  @Test
  void aRedirectionIsNoFailure() throws Exception {
    HttpResponse<String> reply = get("throw/redirect");
    assertThat(reply.statusCode()).isEqualTo(307);
    assertThat(reply.headers().firstValue("Location").orElseThrow()).endsWith("/there");
  }

  @Test
  void aWrongQueryParameterIsNamed() throws Exception {
    assertError(get("both?n=x"), 400, "Invalid value of the query parameter n");
  }

  @Test
  void aWrongPathParameterIsAnUnknownPath() throws Exception {
    assertError(
        get("number/x"),
        404,
        "No such path: /number/x; the server's documentation lists the paths it answers");
  }

  @Test
  void aMalformedHeaderIs400() throws Exception {
    assertError(post("both", "no/such/type", "x"), 400, "The request is malformed");
  }

  @Test
  void malformedJsonIsLocated() throws Exception {
    assertError(
        post("json", "application/json", "{\n \"size\" 1}"),
        400,
        "The body is not valid JSON (line 2, column 9)");
  }

  @Test
  void jsonCutShortIsMalformed() throws Exception {
    assertThat(post("json", "application/json", "{\"size\": 1").body())
        .startsWith("{\"error\": \"The body is not valid JSON (line 1, column ");
  }

  @Test
  void aWrongJsonValueIsLocated() throws Exception {
    assertError(
        post("json", "application/json", "{\"values\": [1, \"x\"]}"),
        400,
        "The JSON body has a wrong value at values[1] (line 1, column 16)");
  }

  @Test
  void anUnknownJsonFieldIsNamed() throws Exception {
    assertError(
        post("json", "application/json", "{\"sise\": 1}"),
        400,
        "The JSON body has an unknown field 'sise' (line 1, column 12)");
  }

  @Test
  void aMissingJsonBodyIsNamed() throws Exception {
    assertError(
        send(request("json").header("Content-Type", "application/json").POST(none())),
        400,
        "The request has no body, and this path needs one");
  }

  @Test
  void aJsonNullIsNoBody() throws Exception {
    assertError(
        post("json", "application/json", "null"),
        400,
        "The request has no body, and this path needs one");
  }

  @Test
  void aFormCutShortIsMalformed() throws Exception {
    assertError(
        post(
            "form",
            "multipart/form-data; boundary=b",
            "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nabc"),
        400,
        "The multipart form is malformed or cut short");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "; boundary=\"\"",
        "; boundary=\"\\\"\"",
        "; boundary=\"a \"",
        "; boundary=01234567890123456789012345678901234567890123456789012345678901234567890"
      })
  void aFormNeedsABoundary(String parameter) throws Exception {
    assertError(
        post("form", "multipart/form-data" + parameter, "--b\r\n\r\nabc\r\n--b--"),
        400,
        "The Content-Type of a form needs a boundary of 1 to 70 letters, digits or '()+_,-./:=? as"
            + " of RFC 2046");
  }

  @Test
  void aFormWithoutPartsIsMalformed() throws Exception {
    assertError(
        post("form", "multipart/form-data; boundary=b", "nothing"),
        400,
        "The multipart form is malformed or cut short");
  }
}
