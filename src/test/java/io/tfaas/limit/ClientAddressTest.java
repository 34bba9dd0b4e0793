package io.tfaas.limit;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import java.security.Principal;
import java.util.Set;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ContainerRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ClientAddressTest {

  private static final Set<String> PROXIES = Set.of("10.0.0.1", "10.0.0.2");

  private final ClientAddress trusting =
      new ClientAddress(address -> PROXIES.contains(address.getHostAddress()));
  private final ClientAddress plain = new ClientAddress(address -> false);

  @Test
  void isThePeer() {
    assertThat(plain.of("192.0.2.1", null)).isEqualTo("192.0.2.1");
  }

  @Test
  void whatAClientSaysOfItselfIsNotBelieved() {
    assertThat(plain.of("192.0.2.1", "198.51.100.9")).isEqualTo("192.0.2.1");
    assertThat(trusting.of("192.0.2.1", "198.51.100.9")).isEqualTo("192.0.2.1");
  }

  @Test
  void whatATrustedProxySaysIs() {
    assertThat(trusting.of("10.0.0.1", "198.51.100.9")).isEqualTo("198.51.100.9");
  }

  @Test
  void onlyTheLastAddressThatNoTrustedProxyGaveCounts() {
    assertThat(trusting.of("10.0.0.1", "203.0.113.1, 198.51.100.9, 10.0.0.2"))
        .isEqualTo("198.51.100.9");
  }

  @Test
  void aHopThatIsNoAddressEndsTheSearch() {
    assertThat(trusting.of("10.0.0.1", "host.invalid")).isEqualTo("10.0.0.1");
    assertThat(trusting.of("10.0.0.1", "198.51.100.9,")).isEqualTo("10.0.0.1");
  }

  @Test
  void aUserWhomTheContainerHasLoggedInIsOneClientAnywhere() {
    assertThat(plain.of(request("ada", "192.0.2.1")))
        .isEqualTo(plain.of(request("ada", "192.0.2.2")))
        .isNotEqualTo(plain.of(request("bob", "192.0.2.1")));
  }

  @Test
  void whoIsNotLoggedInIsItsAddress() {
    assertThat(plain.of(request(null, "192.0.2.1"))).isEqualTo("192.0.2.1");
  }

  private static ContainerRequest request(@Nullable String user, String peer) {
    SecurityContext login =
        new SecurityContext() {
          @Override
          public @Nullable Principal getUserPrincipal() {
            return user == null ? null : () -> user;
          }

          @Override
          public boolean isUserInRole(String role) {
            return false;
          }

          @Override
          public boolean isSecure() {
            return false;
          }

          @Override
          public @Nullable String getAuthenticationScheme() {
            return null;
          }
        };
    URI base = URI.create("http://localhost/");
    ContainerRequest request =
        new ContainerRequest(
            base, base.resolve("json"), "POST", login, new MapPropertiesDelegate(), null);
    request.setProperty(ClientAddress.PEER, peer);
    return request;
  }

  @Test
  void addressesOfOneIpv6NetworkAreOneClient() {
    assertThat(plain.of("2001:db8:1:2:3:4:5:6", null))
        .isEqualTo(plain.of("2001:db8:1:2:ffff::1", null))
        .isNotEqualTo(plain.of("2001:db8:1:3:3:4:5:6", null));
  }
}
