package io.tfaas;

import io.tfaas.auth.AuthFeature;
import io.tfaas.auth.AuthRules;
import io.tfaas.auth.CredentialRules;
import io.tfaas.auth.Grants;
import io.tfaas.auth.JwtRules;
import io.tfaas.auth.NewToken;
import io.tfaas.config.AuthConfig;
import io.tfaas.config.JwtConfig;
import io.tfaas.config.TfaasConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;

/** Makes the settings into what {@code auth} understands. */
final class AuthSettings {

  private AuthSettings() {}

  static AuthFeature feature(TfaasConfig config) {
    AuthConfig auth = config.auth();
    return new AuthFeature(
        rules(config),
        new CredentialRules(
            tokens(config), auth.certificatesFile(), auth.jwt().map(AuthSettings::jwt)));
  }

  /** The file with the hashes of tokens. */
  static Path tokens(TfaasConfig config) {
    return config
        .auth()
        .tokensFile()
        .orElseGet(() -> config.model().modelDir().resolve(".tfaas").resolve("tokens"));
  }

  /** Whether others than this machine reach the embedded server, and nothing says who they are. */
  static boolean needsFirstToken(TfaasConfig config) {
    AuthConfig auth = config.auth();
    return !isLoopback(config.server().host())
        && auth.jwt().isEmpty()
        && auth.certificatesFile().isEmpty()
        && !NewToken.isAny(tokens(config));
  }

  private static JwtRules jwt(JwtConfig jwt) {
    return new JwtRules(
        jwt.issuer(),
        jwt.audience(),
        jwt.keys(),
        jwt.algorithms(),
        jwt.rolesClaim(),
        jwt.clockSkew());
  }

  private static AuthRules rules(TfaasConfig config) {
    String local =
        config
            .auth()
            .local()
            .orElseGet(() -> isLoopback(config.server().host()) ? "admin" : "none");
    return new AuthRules(
        Grants.parse(config.auth().open()), Grants.parse(local), config.auth().failedTries());
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
