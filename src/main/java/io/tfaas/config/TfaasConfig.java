package io.tfaas.config;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All settings of the server, read once.
 *
 * @param notices one line each for what was given, is valid and has no effect
 */
public record TfaasConfig(
    ServerConfig server,
    ModelConfig model,
    LimitConfig limits,
    ClientConfig clients,
    TensorFlowConfig tensorFlow,
    BatchingConfig batching,
    LogConfig log,
    AuthConfig auth,
    List<String> notices) {

  public TfaasConfig {
    requireNonNull(server, "server is null");
    requireNonNull(model, "model is null");
    requireNonNull(limits, "limits is null");
    requireNonNull(clients, "clients is null");
    requireNonNull(tensorFlow, "tensorFlow is null");
    requireNonNull(batching, "batching is null");
    requireNonNull(log, "log is null");
    requireNonNull(auth, "auth is null");
    notices = List.copyOf(notices);
  }

  /**
   * Reads, later ones winning: defaults, the file, the environment, system properties, the WAR's
   * context parameters.
   *
   * @param file what {@code --config} names; if empty, the file that {@code tfaas.config} names
   * @throws ConfigException if a key is unknown, a value is not accepted or the file is unreadable
   */
  public static TfaasConfig load(Optional<Path> file, Map<String, String> contextParameters) {
    return load(file, contextParameters, System.getenv(), systemProperties());
  }

  static TfaasConfig load(
      Optional<Path> file,
      Map<String, String> contextParameters,
      Map<String, String> environment,
      Map<String, String> systemProperties) {
    return from(
        Settings.load(
            file,
            List.of(
                Source.environment(environment),
                Source.systemProperties(systemProperties),
                Source.contextParameters(contextParameters))));
  }

  /**
   * The defaults and these settings, whatever the process was started with.
   *
   * @throws ConfigException if a key is unknown or a value is not accepted
   */
  public static TfaasConfig of(Map<String, String> settings) {
    return from(
        Settings.load(
            Optional.empty(),
            List.of(
                Source.systemProperties(Map.of("user.home", System.getProperty("user.home", "."))),
                Source.given(settings))));
  }

  private static TfaasConfig from(Settings settings) {
    return new TfaasConfig(
        ServerConfig.from(settings),
        ModelConfig.from(settings),
        LimitConfig.from(settings),
        ClientConfig.from(settings),
        TensorFlowConfig.from(settings),
        BatchingConfig.from(settings),
        LogConfig.from(settings),
        AuthConfig.from(settings),
        Stream.of(settings.notices(), TensorFlowConfig.notices(settings))
            .flatMap(List::stream)
            .toList());
  }

  private static Map<String, String> systemProperties() {
    Properties properties = (Properties) System.getProperties().clone();
    return properties.stringPropertyNames().stream()
        .collect(Collectors.toMap(name -> name, name -> properties.getProperty(name, "")));
  }
}
