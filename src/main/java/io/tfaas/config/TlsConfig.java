package io.tfaas.config;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The PEM files of HTTPS, all readable: the certificate chain and its private key.
 *
 * @param clientCa authorities of the clients' certificates; empty where none is asked for
 */
public record TlsConfig(
    Path certificate, Path key, Optional<Path> clientCa, ClientCertificates clientCertificates) {

  public TlsConfig {
    ConfigKeys.TLS_CERTIFICATE.requireValid(requireNonNull(certificate, "certificate is null"));
    ConfigKeys.TLS_KEY.requireValid(requireNonNull(key, "key is null"));
    requireNonNull(clientCa, "clientCa is null").ifPresent(ConfigKeys.TLS_CLIENT_CA::requireValid);
    requireNonNull(clientCertificates, "clientCertificates is null");
  }

  static Optional<TlsConfig> from(Settings settings) {
    Optional<Path> certificate = settings.find(ConfigKeys.TLS_CERTIFICATE);
    Optional<Path> key = settings.find(ConfigKeys.TLS_KEY);
    if (certificate.isPresent() != key.isPresent()) {
      ConfigKey<Path> given =
          certificate.isPresent() ? ConfigKeys.TLS_CERTIFICATE : ConfigKeys.TLS_KEY;
      ConfigKey<Path> missing =
          certificate.isPresent() ? ConfigKeys.TLS_KEY : ConfigKeys.TLS_CERTIFICATE;
      throw new ConfigException(
          "Setting "
              + given.name()
              + " ("
              + settings.place(given).orElseThrow()
              + ") needs "
              + missing.name()
              + " as well");
    }
    return certificate.map(
        file ->
            new TlsConfig(
                file,
                key.orElseThrow(),
                settings.find(ConfigKeys.TLS_CLIENT_CA),
                settings.get(ConfigKeys.TLS_CLIENT_CERTIFICATES)));
  }
}
