package io.tfaas.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.tfaas.error.UnauthenticatedException;
import io.tfaas.error.UnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the keys come from. */
final class JwtVerifierTest {

  private final RSAKey key;
  private final AtomicInteger fetched = new AtomicInteger();

  JwtVerifierTest() throws JOSEException {
    key = new RSAKeyGenerator(2048).keyID("k").algorithm(JWSAlgorithm.RS256).generate();
  }

  @Test
  void keysOfAnAddressAreFetchedOnceAndOutliveTheirServer() throws Exception {
    HttpServer issuer = issuer();
    JwtVerifier verifier;
    try {
      verifier = verifier(address(issuer), "RS256");
      assertThat(verifier.verify(token())).isEqualTo(alice());
      assertThat(verifier.verify(token())).isEqualTo(alice());
      assertThat(fetched).hasValue(1);
    } finally {
      issuer.stop(0);
    }
    assertThat(verifier.verify(token())).isEqualTo(alice());
  }

  @Test
  void keysThatCannotBeHadAreTheServersTrouble() throws Exception {
    HttpServer issuer = issuer();
    String address = address(issuer);
    issuer.stop(0);
    String token = token();
    JwtVerifier verifier = verifier(address, "RS256");
    assertThatThrownBy(() -> verifier.verify(token))
        .isInstanceOf(UnavailableException.class)
        .hasMessage("The keys of the token's issuer cannot be read now");
  }

  @Test
  void secretsCountWhereTheyAreConfigured(@TempDir Path folder) throws Exception {
    OctetSequenceKey secret =
        new OctetSequenceKeyGenerator(256).keyID("s").algorithm(JWSAlgorithm.HS256).generate();
    Path file = folder.resolve("keys.json");
    Files.writeString(file, new JWKSet(secret).toString(/* publicKeysOnly= */ false));
    SignedJWT token =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("s").build(), claims());
    token.sign(new MACSigner(secret));
    assertThat(verifier(file.toString(), "HS256").verify(token.serialize())).isEqualTo(alice());
  }

  /* The first is of the header 'null'. */
  @ParameterizedTest
  @ValueSource(strings = {"bnVsbA.e30.x", "e30.e30.", "..", "W10.W10.W10"})
  void whatIsNoTokenIsNotTrusted(String token, @TempDir Path folder) throws Exception {
    Path file = folder.resolve("keys.json");
    Files.writeString(file, new JWKSet(key).toString());
    JwtVerifier verifier = verifier(file.toString(), "RS256");
    assertThatThrownBy(() -> verifier.verify(token)).isInstanceOf(UnauthenticatedException.class);
  }

  private HttpServer issuer() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] keys = new JWKSet(key).toString().getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/keys",
        exchange -> {
          fetched.incrementAndGet();
          exchange.sendResponseHeaders(200, keys.length);
          exchange.getResponseBody().write(keys);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static String address(HttpServer server) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/keys";
  }

  private static JwtVerifier verifier(String keys, String algorithm) {
    return new JwtVerifier(
        new JwtRules("issuer", "tfaas", keys, List.of(algorithm), "roles", Duration.ZERO));
  }

  private String token() throws JOSEException {
    SignedJWT token =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k").build(), claims());
    token.sign(new RSASSASigner(key));
    return token.serialize();
  }

  private static JWTClaimsSet claims() {
    return new JWTClaimsSet.Builder()
        .issuer("issuer")
        .audience("tfaas")
        .subject("alice")
        .claim("roles", "manage:a*")
        .expirationTime(Date.from(Instant.now().plusSeconds(300)))
        .build();
  }

  private static Caller alice() {
    return new Caller("alice", Caller.Way.JWT, Grants.parse("manage:a*"));
  }
}
