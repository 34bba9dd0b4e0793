package io.tfaas.config;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Who may do what, and how one shows who one is.
 *
 * @param open roles of everyone
 * @param local roles of callers on the loopback address; empty where that hangs on {@code
 *     tfaas.host}
 * @param tokensFile empty for the one in the model folder
 * @param failedTries wrong tokens an address may send in a minute; 0 for any number
 */
public record AuthConfig(
    String open,
    Optional<String> local,
    Optional<Path> tokensFile,
    Optional<Path> certificatesFile,
    int failedTries,
    Optional<JwtConfig> jwt) {

  public AuthConfig {
    ConfigKeys.AUTH_OPEN.requireValid(requireNonNull(open, "open is null"));
    requireNonNull(local, "local is null").ifPresent(ConfigKeys.AUTH_LOCAL::requireValid);
    requireNonNull(tokensFile, "tokensFile is null")
        .ifPresent(ConfigKeys.AUTH_TOKENS_FILE::requireValid);
    requireNonNull(certificatesFile, "certificatesFile is null")
        .ifPresent(ConfigKeys.AUTH_CERTIFICATES_FILE::requireValid);
    ConfigKeys.AUTH_FAILED_TRIES.requireValid(failedTries);
    requireNonNull(jwt, "jwt is null");
  }

  static AuthConfig from(Settings settings) {
    return new AuthConfig(
        settings.get(ConfigKeys.AUTH_OPEN),
        settings.find(ConfigKeys.AUTH_LOCAL),
        settings.find(ConfigKeys.AUTH_TOKENS_FILE),
        settings.find(ConfigKeys.AUTH_CERTIFICATES_FILE),
        settings.get(ConfigKeys.AUTH_FAILED_TRIES),
        JwtConfig.from(settings));
  }
}
