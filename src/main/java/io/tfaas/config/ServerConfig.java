package io.tfaas.config;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where and how the server listens.
 *
 * @param port 0 for any free one
 * @param basePath empty, or as {@code /x/y}
 * @param shutdownTimeout what running requests get to finish
 * @param threads request threads
 * @param maxConnections open at once
 * @param clientTimeout what a client has to send a request, and to read a reply
 * @param idleTimeout after which a connection without requests is closed
 * @param tls present for HTTPS
 * @param rehearsal how long the server predicts for itself before it opens its port
 * @param workDir where the executable WAR unpacks itself; empty for a temporary folder
 */
public record ServerConfig(
    String host,
    int port,
    String basePath,
    Duration shutdownTimeout,
    int threads,
    int maxConnections,
    Duration clientTimeout,
    Duration idleTimeout,
    Optional<TlsConfig> tls,
    Duration rehearsal,
    Optional<Path> workDir) {

  public ServerConfig {
    ConfigKeys.HOST.requireValid(requireNonNull(host, "host is null"));
    ConfigKeys.PORT.requireValid(port);
    ConfigKeys.BASE_PATH.requireValid(requireNonNull(basePath, "basePath is null"));
    ConfigKeys.SHUTDOWN_TIMEOUT.requireValid(
        requireNonNull(shutdownTimeout, "shutdownTimeout is null"));
    ConfigKeys.THREADS.requireValid(threads);
    ConfigKeys.MAX_CONNECTIONS.requireValid(maxConnections);
    ConfigKeys.CLIENT_TIMEOUT.requireValid(requireNonNull(clientTimeout, "clientTimeout is null"));
    ConfigKeys.IDLE_TIMEOUT.requireValid(requireNonNull(idleTimeout, "idleTimeout is null"));
    requireNonNull(tls, "tls is null");
    ConfigKeys.REHEARSAL.requireValid(requireNonNull(rehearsal, "rehearsal is null"));
    requireNonNull(workDir, "workDir is null").ifPresent(ConfigKeys.WORK_DIR::requireValid);
  }

  static ServerConfig from(Settings settings) {
    return new ServerConfig(
        settings.get(ConfigKeys.HOST),
        settings.get(ConfigKeys.PORT),
        settings.get(ConfigKeys.BASE_PATH),
        settings.get(ConfigKeys.SHUTDOWN_TIMEOUT),
        settings.get(ConfigKeys.THREADS),
        settings.get(ConfigKeys.MAX_CONNECTIONS),
        settings.get(ConfigKeys.CLIENT_TIMEOUT),
        settings.get(ConfigKeys.IDLE_TIMEOUT),
        TlsConfig.from(settings),
        settings.get(ConfigKeys.REHEARSAL),
        settings.find(ConfigKeys.WORK_DIR));
  }
}
