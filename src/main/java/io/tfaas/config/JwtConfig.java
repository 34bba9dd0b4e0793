package io.tfaas.config;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which JSON Web Tokens are accepted.
 *
 * @param keys a file, or the address of a JSON Web Key Set
 */
public record JwtConfig(
    String issuer,
    String audience,
    String keys,
    List<String> algorithms,
    String rolesClaim,
    Duration clockSkew) {

  public JwtConfig {
    ConfigKeys.JWT_ISSUER.requireValid(requireNonNull(issuer, "issuer is null"));
    ConfigKeys.JWT_AUDIENCE.requireValid(requireNonNull(audience, "audience is null"));
    ConfigKeys.JWT_KEYS.requireValid(requireNonNull(keys, "keys is null"));
    algorithms = List.copyOf(algorithms);
    ConfigKeys.JWT_ROLES_CLAIM.requireValid(requireNonNull(rolesClaim, "rolesClaim is null"));
    ConfigKeys.JWT_CLOCK_SKEW.requireValid(requireNonNull(clockSkew, "clockSkew is null"));
  }

  static Optional<JwtConfig> from(Settings settings) {
    List<ConfigKey<String>> together =
        List.of(ConfigKeys.JWT_ISSUER, ConfigKeys.JWT_AUDIENCE, ConfigKeys.JWT_KEYS);
    Optional<ConfigKey<String>> given =
        together.stream().filter(key -> settings.find(key).isPresent()).findFirst();
    if (given.isEmpty()) {
      return Optional.empty();
    }
    for (ConfigKey<String> key : together) {
      if (settings.find(key).isEmpty()) {
        throw new ConfigException(
            "Setting %s (%s) needs %s as well"
                .formatted(
                    given.get().name(), settings.place(given.get()).orElseThrow(), key.name()));
      }
    }
    return Optional.of(
        new JwtConfig(
            settings.get(ConfigKeys.JWT_ISSUER),
            settings.get(ConfigKeys.JWT_AUDIENCE),
            settings.get(ConfigKeys.JWT_KEYS),
            Stream.of(settings.get(ConfigKeys.JWT_ALGORITHMS).split(",", -1))
                .map(String::strip)
                .toList(),
            settings.get(ConfigKeys.JWT_ROLES_CLAIM),
            settings.get(ConfigKeys.JWT_CLOCK_SKEW)));
  }
}
