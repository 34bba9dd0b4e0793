package io.tfaas.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import io.tfaas.error.UnauthenticatedException;
import io.tfaas.testing.ReaderLaws;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ResourceConfig;

/**
 * Bearer tokens of any text, where JWTs are accepted: the bearer is known, or is told that the
 * token is not good. Only what the key has signed is believed.
 */
final class JwtFuzzTest {

  private static final URI BASE = URI.create("http://127.0.0.1/");
  private static final ResourceConfig CONFIGURATION = new ResourceConfig();
  private static final byte[] SECRET = "a secret of 32 bytes, for a test".getBytes(US_ASCII);
  private static final byte[] ANOTHER = "another secret that is not known".getBytes(US_ASCII);

  /* What the seeds have that is signed by the secret. */
  private static final String SIGNED =
      encoded("{\"alg\":\"HS256\",\"kid\":\"s\"}".getBytes(US_ASCII))
          + "."
          + encoded(
              ("{\"iss\":\"issuer\",\"aud\":\"tfaas\",\"sub\":\"alice\",\"exp\":9999999999,"
                      + "\"roles\":\"manage:a*\"}")
                  .getBytes(US_ASCII));

  private static final RSAKey RSA = rsa();
  private static final BearerTokens TOKENS = tokens();

  private static RSAKey rsa() {
    try {
      return new RSAKeyGenerator(2048).keyID("r").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static BearerTokens tokens() {
    try {
      Path file = Files.createTempFile("keys", ".json");
      file.toFile().deleteOnExit();
      JWKSet keys =
          new JWKSet(
              List.of(
                  new OctetSequenceKey.Builder(SECRET).keyID("s").build(),
                  new ECKeyGenerator(Curve.P_256).keyID("e").generate(),
                  RSA));
      Files.writeString(file, keys.toString(/* publicKeysOnly= */ false));
      JwtRules rules =
          new JwtRules(
              "issuer",
              "tfaas",
              file.toString(),
              List.of("HS256", "ES256", "RS256"),
              "roles",
              Duration.ZERO);
      return new BearerTokens(
          new TokenFile(file.resolveSibling("no-tokens")), Optional.of(new JwtVerifier(rules)));
    } catch (IOException | JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @FuzzTest(maxDuration = "10s")
  void header(byte[] input) throws Exception {
    String header = new String(input, ISO_8859_1);
    ReaderLaws.hold(
        input,
        () -> {
          Optional<Caller> caller = caller(header);
          assertThat(caller.isEmpty() || header.contains(SIGNED + ".")).isTrue();
          return caller;
        });
  }

  /* A header of the JWT, a newline and claims. */
  @FuzzTest(maxDuration = "10s")
  void signed(byte[] input) throws Exception {
    String text = signedText(input);
    String token = text + "." + encoded(mac(SECRET, text));
    ReaderLaws.hold(
        input,
        () -> {
          Caller caller = caller("Bearer " + token).orElseThrow();
          JWTClaimsSet claims = JWTClaimsSet.parse(new String(claims(input), UTF_8));
          assertThat(JWSHeader.parse(new String(jwtHeader(input), UTF_8)).getAlgorithm())
              .isEqualTo(JWSAlgorithm.HS256);
          assertThat(claims.getIssuer()).isEqualTo("issuer");
          assertThat(claims.getAudience()).contains("tfaas");
          assertThat(claims.getExpirationTime()).isAfter(Instant.now());
          assertThat(caller.way()).isEqualTo(Caller.Way.JWT);
          return caller;
        });
  }

  /* The same without a signature, or with one of another secret or of what everyone knows. */
  @FuzzTest(maxDuration = "10s")
  void signedByAnother(byte[] input) throws Exception {
    String text = signedText(input);
    byte[] known = RSA.toRSAPublicKey().getEncoded();
    for (byte[] signature :
        List.of(new byte[0], new byte[64], mac(ANOTHER, text), mac(known, text))) {
      ReaderLaws.hold(
          input,
          () -> {
            Optional<Caller> caller = caller("Bearer " + text + "." + encoded(signature));
            assertThat(caller).isEmpty();
            return caller;
          });
    }
  }

  private static String signedText(byte[] input) {
    return encoded(jwtHeader(input)) + "." + encoded(claims(input));
  }

  private static byte[] jwtHeader(byte[] input) {
    return Arrays.copyOf(input, newline(input));
  }

  private static byte[] claims(byte[] input) {
    return Arrays.copyOfRange(input, Math.min(newline(input) + 1, input.length), input.length);
  }

  private static int newline(byte[] input) {
    int at = 0;
    while (at < input.length && input[at] != '\n') {
      at++;
    }
    return at;
  }

  private static Optional<Caller> caller(String header) {
    ContainerRequest request =
        new ContainerRequest(BASE, BASE, "GET", null, new MapPropertiesDelegate(), CONFIGURATION);
    request.header("Authorization", header);
    try {
      return TOKENS.find(request);
    } catch (UnauthenticatedException e) {
      assertThat(e.getMessage()).hasSizeLessThan(200);
      throw e;
    }
  }

  private static String encoded(byte[] part) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(part);
  }

  private static byte[] mac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
