package io.tfaas.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.tfaas.error.UnauthenticatedException;
import io.tfaas.error.UnavailableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.text.ParseException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks signed JWTs: signature, issuer, audience, times; and reads who their bearer is. */
final class JwtVerifier {

  private static final Logger LOG = System.getLogger(JwtVerifier.class.getName());

  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
  private final List<String> rolesClaim;

  JwtVerifier(JwtRules rules) {
    this.rolesClaim = List.of(rules.rolesClaim().split("\\."));
    Set<JWSAlgorithm> algorithms =
        rules.algorithms().stream().map(JWSAlgorithm::parse).collect(Collectors.toSet());
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(algorithms, JwtKeys.of(rules.keys())));
    DefaultJWTClaimsVerifier<SecurityContext> claims =
        new DefaultJWTClaimsVerifier<>(
            rules.audience(),
            new JWTClaimsSet.Builder().issuer(rules.issuer()).build(),
            Set.of("exp", "sub"));
    claims.setMaxClockSkew((int) rules.clockSkew().toSeconds());
    processor.setJWTClaimsSetVerifier(claims);
  }

  /** Whether a token has the form of a JWT. */
  static boolean isLikeOne(String token) {
    return token.chars().filter(c -> c == '.').count() >= 2;
  }

  /**
   * The bearer of a token.
   *
   * @throws UnauthenticatedException when the token is not valid
   * @throws UnavailableException when the keys cannot be had
   */
  Caller verify(String token) {
    try {
      JWTClaimsSet claims = processor.process(token, null);
      return new Caller(claims.getSubject(), Caller.Way.JWT, grants(claims.getClaims()));
    } catch (RateLimitReachedException e) {
      throw refused("its key is not known");
    } catch (KeySourceException e) {
      LOG.log(Level.WARNING, "The keys of JWTs cannot be read (tfaas.auth.jwt.keys)", e);
      throw new UnavailableException("The keys of the token's issuer cannot be read now", e);
    } catch (BadJOSEException | JOSEException | ParseException e) {
      throw refused("expired, not for this server, or not signed by the issuer it names");
    } catch (RuntimeException e) {
      /* Of a header that is 'null', for one, the library throws what it comes upon. */
      throw refused("it is no JWT");
    }
  }

  private static UnauthenticatedException refused(String reason) {
    return new UnauthenticatedException(
        UnauthenticatedException.Credential.REFUSED, "The token is not valid: " + reason);
  }

  private Grants grants(Map<String, Object> claims) {
    Object value = claims;
    for (String step : rolesClaim) {
      value = value instanceof Map<?, ?> object ? object.get(step) : null;
    }
    return new Grants(words(value).flatMap(JwtVerifier::grant).toList());
  }

  private static Stream<String> words(@Nullable Object value) {
    if (value instanceof Collection<?> list) {
      return list.stream().filter(String.class::isInstance).map(String.class::cast);
    }
    return value instanceof String text ? Stream.of(text.split("[\\s,]+")) : Stream.empty();
  }

  /* Issuers know roles of other programs too. */
  private static Stream<Grant> grant(String role) {
    try {
      return Stream.of(Grant.parse(role));
    } catch (IllegalArgumentException e) {
      return Stream.empty();
    }
  }
}
