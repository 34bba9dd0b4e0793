package io.tfaas.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.tfaas.testing.Samples;
import io.tfaas.testing.ServerTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** JWTs of an issuer whose keys are in a file. */
final class JwtApiTest extends ServerTest {

  private static final RSAKey RSA = rsa("rsa");
  private static final ECKey EC = ec("ec");
  private static final OctetSequenceKey SECRET =
      new OctetSequenceKey.Builder(
              "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII))
          .keyID("secret")
          .algorithm(JWSAlgorithm.HS256)
          .build();

  @Override
  protected void prepare(Path models) {
    Samples.copy(Samples.path("half_plus_two"), models.resolve("half_plus_two"));
    publish(models, RSA, EC, SECRET);
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of(
        "tfaas.auth.local", "none",
        "tfaas.auth.failed-tries", "0",
        "tfaas.auth.jwt.issuer", "https://issuer.example",
        "tfaas.auth.jwt.audience", "tfaas",
        "tfaas.auth.jwt.keys", keys(modelFolder()).toString(),
        "tfaas.auth.jwt.roles-claim", "realm.roles");
  }

  @Test
  void aTokenSignedWithRsaIsAccepted() throws JOSEException {
    assertThat(unpin(signed(RSA, claims().build()))).isEqualTo(200);
  }

  @Test
  void aTokenSignedWithAnEllipticCurveIsAccepted() throws JOSEException {
    assertThat(unpin(signed(EC, claims().build()))).isEqualTo(200);
  }

  @Test
  void rolesMayBeWords() throws JOSEException {
    JWTClaimsSet words = claims().claim("realm", Map.of("roles", "offline manage:half*")).build();
    assertThat(unpin(signed(RSA, words))).isEqualTo(200);
  }

  @Test
  void aTooSmallRoleIsForbidden() throws JOSEException {
    JWTClaimsSet small = claims().claim("realm", Map.of("roles", List.of("predict"))).build();
    assertThat(unpin(signed(RSA, small))).isEqualTo(403);
  }

  @Test
  void rolesElsewhereCountNothing() throws JOSEException {
    JWTClaimsSet elsewhere = claims().claim("realm", null).claim("roles", "admin").build();
    assertThat(unpin(signed(RSA, elsewhere))).isEqualTo(403);
  }

  @Test
  void anExpiredTokenIsRefused() throws JOSEException {
    assertThat(unpin(signed(RSA, claims().expirationTime(in(Duration.ofMinutes(-2))).build())))
        .isEqualTo(401);
  }

  @Test
  void clocksMayDifferALittle() throws JOSEException {
    assertThat(unpin(signed(RSA, claims().expirationTime(in(Duration.ofSeconds(-20))).build())))
        .isEqualTo(200);
  }

  @Test
  void aTokenThatIsNotValidYetIsRefused() throws JOSEException {
    assertThat(unpin(signed(RSA, claims().notBeforeTime(in(Duration.ofMinutes(5))).build())))
        .isEqualTo(401);
  }

  @Test
  void aTokenThatNeverExpiresIsRefused() throws JOSEException {
    assertThat(unpin(signed(RSA, claims().expirationTime(null).build()))).isEqualTo(401);
  }

  @Test
  void aTokenForAnotherServerIsRefused() throws JOSEException {
    assertThat(unpin(signed(RSA, claims().audience("other").build()))).isEqualTo(401);
  }

  @Test
  void aTokenOfAnotherIssuerIsRefused() throws JOSEException {
    assertThat(unpin(signed(RSA, claims().issuer("https://other.example").build()))).isEqualTo(401);
  }

  @Test
  void aTokenWithoutSignatureIsRefused() {
    assertThat(unpin(new PlainJWT(claims().build()).serialize())).isEqualTo(401);
  }

  @Test
  void aTokenWithAChangedClaimIsRefused() throws JOSEException {
    String token = signed(RSA, claims().build());
    String other = signed(RSA, claims().subject("mallory").build());
    String[] parts = token.split("\\.", -1);
    String forged = parts[0] + "." + other.split("\\.", -1)[1] + "." + parts[2];
    assertThat(unpin(forged)).isEqualTo(401);
  }

  @Test
  void aTokenSignedWithASecretIsRefusedUnlessConfigured() throws JOSEException {
    assertThat(unpin(signed(SECRET, claims().build()))).isEqualTo(401);
  }

  @Test
  void thePublicKeyIsNoSecret() throws JOSEException {
    SignedJWT forged =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa").build(), claims().build());
    forged.sign(new MACSigner(RSA.toRSAPublicKey().getEncoded()));
    assertThat(unpin(forged.serialize())).isEqualTo(401);
  }

  @Test
  void aKeyThatIsNewIsFoundAndOneTakenAwayIsNot() throws JOSEException {
    assertThat(unpin(signed(RSA, claims().build()))).isEqualTo(200);
    RSAKey next = rsa("next");
    publish(modelFolder(), next);
    assertThat(unpin(signed(next, claims().build()))).isEqualTo(200);
    assertThat(unpin(signed(RSA, claims().build()))).isEqualTo(401);
  }

  @Test
  void whatOnlyLooksLikeATokenIsRefused() {
    assertThat(unpin("a.b.c")).isEqualTo(401);
    assertThat(unpin("..")).isEqualTo(401);
  }

  private int unpin(String token) {
    HttpResponse<byte[]> response =
        send(
            request("/models/half_plus_two/pin")
                .header("Authorization", "Bearer " + token)
                .method("DELETE", BodyPublishers.noBody()));
    return response.statusCode();
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer("https://issuer.example")
        .audience("tfaas")
        .subject("alice")
        .expirationTime(in(Duration.ofMinutes(5)))
        .claim("realm", Map.of("roles", List.of("offline", "manage")));
  }

  private static Date in(Duration time) {
    return Date.from(Instant.now().plus(time));
  }

  private static String signed(JWK key, JWTClaimsSet claims) throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder((JWSAlgorithm) key.getAlgorithm()).keyID(key.getKeyID()).build(),
            claims);
    token.sign(signer(key));
    return token.serialize();
  }

  private static JWSSigner signer(JWK key) throws JOSEException {
    if (key instanceof RSAKey rsa) {
      return new RSASSASigner(rsa);
    }
    return key instanceof ECKey ec ? new ECDSASigner(ec) : new MACSigner(key.toOctetSequenceKey());
  }

  private static void publish(Path models, JWK... published) {
    try {
      Files.writeString(
          keys(models), new JWKSet(List.of(published)).toString(/* publicKeysOnly= */ false));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path keys(Path models) {
    return models.resolve(".tfaas-keys.json");
  }

  private static RSAKey rsa(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).algorithm(JWSAlgorithm.RS256).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ECKey ec(String id) {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(id).algorithm(JWSAlgorithm.ES256).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
