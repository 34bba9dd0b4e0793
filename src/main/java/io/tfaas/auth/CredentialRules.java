package io.tfaas.auth;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The credentials that are accepted, beside the container's login.
 *
 * @param tokens file with the hashes of tokens, which need not be there
 * @param certificates file with the subjects of client certificates
 */
public record CredentialRules(Path tokens, Optional<Path> certificates, Optional<JwtRules> jwt) {

  public CredentialRules {
    requireNonNull(tokens, "tokens is null");
    requireNonNull(certificates, "certificates is null");
    requireNonNull(jwt, "jwt is null");
  }

  List<Credential> credentials() {
    List<Credential> credentials = new ArrayList<>();
    credentials.add(new BearerTokens(new TokenFile(tokens), jwt.map(JwtVerifier::new)));
    credentials.add(new ContainerLogin());
    certificates.map(ClientCertificate::new).ifPresent(credentials::add);
    return credentials;
  }
}
