package io.tfaas.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.tfaas.testing.Samples;
import io.tfaas.testing.ServerTest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import java.nio.file.Path;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ContainerRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whoever the container lets in, with the roles it tells. */
final class ContainerLoginApiTest extends ServerTest {

  @Override
  protected Map<String, String> settings() {
    return Map.of("tfaas.auth.local", "none");
  }

  @Override
  protected void prepare(Path models) {
    Samples.copy(Samples.path("half_plus_two"), models.resolve("half_plus_two"));
  }

  @Test
  void withoutALoginNobodyIsFound() {
    assertThat(new ContainerLogin().find(request(Optional.empty(), ""))).isEmpty();
  }

  @Test
  void aUserHasTheRolesOfTheContainer() {
    assertThat(new ContainerLogin().find(request(Optional.of("alice"), "manage")))
        .contains(new Caller("alice", Caller.Way.CONTAINER, Grants.parse("manage")));
  }

  @Test
  void aUserWithoutARoleOfOursIsKnownAndMayNothing() {
    assertThat(new ContainerLogin().find(request(Optional.of("bob"), "guest")))
        .contains(new Caller("bob", Caller.Way.CONTAINER, Grants.NONE));
  }

  @Test
  void aHeaderDoesNotMakeALogin() {
    assertThat(
            send(request("/delete/half_plus_two")
                    .header("Authorization", "Basic YWxpY2U6YWxpY2U=")
                    .header("X-Remote-User", "alice")
                    .DELETE())
                .statusCode())
        .isEqualTo(401);
  }

  private static ContainerRequestContext request(Optional<String> user, String role) {
    return new ContainerRequest(
        URI.create("http://localhost/"),
        URI.create("http://localhost/models"),
        "GET",
        new Login(user, role),
        new MapPropertiesDelegate(),
        null);
  }

  private record Login(Optional<String> user, String role) implements SecurityContext {

    @Override
    public @Nullable Principal getUserPrincipal() {
      return user.map(name -> (Principal) () -> name).orElse(null);
    }

    @Override
    public boolean isUserInRole(String asked) {
      return asked.equals(role);
    }

    @Override
    public boolean isSecure() {
      return false;
    }

    @Override
    public String getAuthenticationScheme() {
      return "";
    }
  }
}
