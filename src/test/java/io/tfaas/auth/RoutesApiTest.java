package io.tfaas.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.tfaas.TfaasApplication;
import io.tfaas.config.TfaasConfig;
import io.tfaas.testing.LogRecords;
import io.tfaas.testing.Samples;
import io.tfaas.testing.ServerTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.glassfish.jersey.server.ApplicationHandler;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every route there is, called by those who may not. Nothing is open to everyone here. */
final class RoutesApiTest extends ServerTest {

  /* They answer anyone who may ask any model, and show what this one may. */
  private static final Set<String> OF_THE_SERVER =
      Set.of(
          "GET /metrics",
          "GET /models",
          "GET /status",
          "GET /v1/models",
          "GET /v2",
          "GET /v2/models/stats",
          "POST /v2/repository/index");

  private static final Set<String> OPEN =
      Set.of(
          "GET /",
          "GET /openapi.json",
          "GET /v2/health/live",
          "GET /v2/health/ready",
          "GET /v2/models/half_plus_two/ready",
          "GET /v2/models/half_plus_two/versions/1/ready");

  /* All that is no GET and yet changes nothing. */
  private static final Set<String> QUESTIONS =
      Set.of(
          "POST /image",
          "POST /json",
          "POST /proto",
          "POST /v1/models/half_plus_two/versions/1:classify",
          "POST /v1/models/half_plus_two/versions/1:predict",
          "POST /v1/models/half_plus_two/versions/1:regress",
          "POST /v2/models/half_plus_two/infer",
          "POST /v2/models/half_plus_two/versions/1/infer",
          "POST /v2/repository/index");

  private List<Route> routes = List.of();

  @Override
  protected Map<String, String> settings() {
    return Map.of(
        "tfaas.auth.open", "none", "tfaas.auth.local", "none", "tfaas.auth.failed-tries", "0");
  }

  @Override
  protected void prepare(Path models) {
    Samples.copy(Samples.path("half_plus_two"), models.resolve("half_plus_two"));
    Tokens.write(models, "predict", "manage", "admin", "manage:other");
  }

  @BeforeEach
  void findRoutes(@TempDir Path models) {
    Map<String, String> settings = Map.of("tfaas.model-dir", models.toString());
    try (TfaasApplication application = new TfaasApplication(TfaasConfig.of(settings))) {
      routes = Route.all(new ApplicationHandler(application));
    }
  }

  @Test
  void eachDeclaresWhoMayCallIt() {
    assertThat(routes)
        .hasSizeGreaterThan(40)
        .allSatisfy(
            route ->
                assertThat(Declared.isMissing(route.resource(), route.definition()))
                    .as("%s has neither @Requires nor @Open", route)
                    .isFalse());
  }

  @Test
  void onlyTheseAreOpen() {
    assertThat(routes.stream().filter(route -> route.needed().isEmpty()))
        .filteredOn(route -> !route.method().isEmpty())
        .extracting(Route::toString)
        .containsExactlyInAnyOrderElementsOf(OPEN);
  }

  @Test
  void whoMayOnlyPredictAsksAndChangesNothing() {
    for (Route route : closed()) {
      boolean asks = route.method().equals("GET") || QUESTIONS.contains(route.toString());
      assertThat(route.needed()).as(route.toString()).contains(asks ? Role.PREDICT : Role.MANAGE);
    }
  }

  @Test
  void eachThatChangesSomethingIsALineOfTheAudit() {
    for (Route route : closed()) {
      try (LogRecords log = LogRecords.of(AuditFilter.LOGGER)) {
        call(route, Tokens.of("manage"));
        if (route.needed().orElseThrow() == Role.MANAGE) {
          assertThat(log.messages())
              .as(route.toString())
              .singleElement()
              .asString()
              .contains("who=\"manage\"", "what=\"" + route.method() + " ");
        } else {
          assertThat(log.messages()).as(route.toString()).isEmpty();
        }
      }
    }
  }

  @Test
  void withoutATokenNoneAnswersThatNeedsARole() {
    for (Route route : closed()) {
      HttpResponse<byte[]> response = call(route);
      assertThat(response.statusCode()).as(route.toString()).isEqualTo(401);
      assertThat(response.headers().firstValue("WWW-Authenticate"))
          .as(route.toString())
          .contains("Bearer realm=\"TFaaS\"");
      assertThat(text(response)).contains("\"error\"").contains(role(route));
    }
  }

  @Test
  void withAWrongTokenNoneAnswersThatNeedsARole() {
    for (Route route : closed()) {
      HttpResponse<byte[]> response = call(route, "tfaas_wrong");
      assertThat(response.statusCode()).as(route.toString()).isEqualTo(401);
      assertThat(response.headers().firstValue("WWW-Authenticate"))
          .contains("Bearer realm=\"TFaaS\", error=\"invalid_token\"");
    }
  }

  @Test
  void withEachTooSmallRoleNoneAnswers() {
    int tried = 0;
    for (Route route : closed()) {
      Role needed = route.needed().orElseThrow();
      for (Role role : Role.values()) {
        if (!role.holds(needed)) {
          HttpResponse<byte[]> response = call(route, Tokens.of(role.text()));
          assertThat(response.statusCode()).as(route + " as " + role).isEqualTo(403);
          assertThat(text(response)).contains("'" + needed.text() + "'");
          tried++;
        }
      }
    }
    assertThat(tried).isGreaterThan(8);
  }

  @Test
  void withARoleOnAnotherModelNoneAnswersThatNamesThisOne() {
    List<Route> named = closed().stream().filter(Route::namesModel).toList();
    assertThat(named).hasSizeGreaterThan(20);
    for (Route route : named) {
      HttpResponse<byte[]> response = call(route, Tokens.of("manage:other"));
      assertThat(response.statusCode()).as(route.toString()).isEqualTo(403);
    }
  }

  @Test
  void withARoleOnAnotherModelNoOtherAnswersButThoseOfTheServer() {
    for (Route route : closed()) {
      HttpResponse<byte[]> response = call(route, Tokens.of("manage:other"));
      if (OF_THE_SERVER.contains(route.toString())) {
        assertThat(response.statusCode()).as(route.toString()).isEqualTo(200);
        assertThat(text(response)).as(route.toString()).doesNotContain("half_plus_two");
      } else {
        assertThat(response.statusCode()).as(route.toString()).isBetween(400, 499);
      }
    }
  }

  @Test
  void withARoleThatIsLargeEnoughNoneIsRefused() {
    for (Route route : closed()) {
      assertThat(call(route, Tokens.of("admin")).statusCode())
          .as(route.toString())
          .isNotIn(401, 403, 429);
    }
  }

  @Test
  void whatIsOpenAnswersAnyone() {
    List<Route> open = routes.stream().filter(route -> route.needed().isEmpty()).toList();
    for (Route route : open) {
      if (!route.method().isEmpty()) {
        assertThat(call(route).statusCode()).as(route.toString()).isIn(200, 404);
      }
    }
  }

  @Test
  void headIsHeldAsGetIs() {
    assertThat(send(request("/models").method("HEAD", BodyPublishers.noBody())).statusCode())
        .isEqualTo(401);
  }

  private List<Route> closed() {
    List<Route> closed =
        routes.stream()
            .filter(route -> route.needed().isPresent() && !route.method().isEmpty())
            .toList();
    assertThat(closed).hasSizeGreaterThan(30);
    return closed;
  }

  private static String role(Route route) {
    return "'" + route.needed().orElseThrow().text() + "'";
  }

  private HttpResponse<byte[]> call(Route route) {
    return send(request(route.path()).method(route.method(), BodyPublishers.noBody()));
  }

  private HttpResponse<byte[]> call(Route route, String token) {
    return send(
        request(route.path())
            .header("Authorization", "Bearer " + token)
            .method(route.method(), BodyPublishers.noBody()));
  }
}
