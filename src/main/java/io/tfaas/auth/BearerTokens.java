package io.tfaas.auth;

import io.tfaas.error.UnauthenticatedException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;

/** {@code Authorization: Bearer …}: a token of the file, or else a JWT. */
final class BearerTokens implements Credential {

  private static final String SCHEME = "Bearer ";

  private final TokenFile tokens;
  private final Optional<JwtVerifier> jwts;

  BearerTokens(TokenFile tokens, Optional<JwtVerifier> jwts) {
    this.tokens = tokens;
    this.jwts = jwts;
  }

  @Override
  public Optional<Caller> find(ContainerRequestContext request) {
    String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    String token = header.substring(SCHEME.length()).strip();
    Optional<Caller> known = tokens.find(token);
    if (known.isPresent()) {
      return known;
    }
    return Optional.of(
        jwts.filter(verifier -> JwtVerifier.isLikeOne(token))
            .map(verifier -> verifier.verify(token))
            .orElseThrow(
                () ->
                    new UnauthenticatedException(
                        UnauthenticatedException.Credential.REFUSED,
                        "The token is not one of this server, or no more")));
  }
}
