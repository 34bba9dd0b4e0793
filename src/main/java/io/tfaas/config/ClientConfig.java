package io.tfaas.config;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * Who may call, how often, and from which web pages.
 *
 * @param rate most requests of one client; empty for no limit
 * @param trustedProxies who is believed what it says of the client it speaks for
 * @param corsOrigins whose web pages may call; {@code *} for all
 */
public record ClientConfig(
    Optional<Rate> rate, List<AddressRange> trustedProxies, List<String> corsOrigins) {

  public ClientConfig {
    requireNonNull(rate, "rate is null");
    trustedProxies = List.copyOf(trustedProxies);
    corsOrigins = List.copyOf(corsOrigins);
  }

  static ClientConfig from(Settings settings) {
    return new ClientConfig(
        settings.find(ConfigKeys.RATE),
        settings.find(ConfigKeys.TRUSTED_PROXIES).orElse(List.of()),
        settings.find(ConfigKeys.CORS_ORIGINS).orElse(List.of()));
  }
}
