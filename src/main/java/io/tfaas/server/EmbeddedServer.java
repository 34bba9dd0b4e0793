package io.tfaas.server;

import io.tfaas.config.ServerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.startup.Tomcat;

/** A Tomcat inside this process that serves the unpacked WAR; whoever starts it closes it. */
public final class EmbeddedServer implements AutoCloseable {

  /** Context attribute with a future that a listener of the WAR completes with its failure. */
  public static final String FAILURE = "io.tfaas.failure";

  private static final int POLL_MILLIS = 20;

  private final ServerConfig config;
  private final Tomcat tomcat = new Tomcat();
  private final Path baseDir;
  private final Connector connector;
  private final RequestExecutor requests;
  private final SlowClients slowClients;
  private final StandardContext context;
  private final CompletableFuture<Void> failure = new CompletableFuture<>();
  private volatile boolean cutOff;

  private EmbeddedServer(ServerConfig config, Path webapp, Map<String, Object> attributes) {
    this.config = config;
    this.connector = Connectors.of(config);
    this.baseDir = makeBaseDir();
    this.context = WebContext.of(config.basePath(), webapp, baseDir);
    this.requests = new RequestExecutor(config.threads(), context::getInProgressAsyncCount);
    WatchedProtocol protocol = (WatchedProtocol) connector.getProtocolHandler();
    protocol.setExecutor(requests);
    this.slowClients =
        new SlowClients(protocol::cutOffSlowClients, requests, config.clientTimeout());
    tomcat.setBaseDir(baseDir.toString());
    tomcat.setConnector(connector);
    ((StandardHost) tomcat.getHost()).setErrorReportValveClass(JsonErrorValve.class.getName());
    ((StandardHost) tomcat.getHost()).setAutoDeploy(false);
    tomcat.getHost().addChild(context);
    context.getPipeline().addValve(new ClientValve());
    attributes.forEach((name, value) -> context.getServletContext().setAttribute(name, value));
    context.getServletContext().setAttribute(FAILURE, failure);
  }

  /**
   * Starts the WAR's listeners and servlets, then opens the port.
   *
   * @param webapp the WAR's content but for its classes
   * @param attributes context attributes that the WAR's listeners find
   * @throws StartException if the port cannot be had or Tomcat does not start
   * @throws RuntimeException what a listener of the WAR failed with
   */
  public static EmbeddedServer start(
      ServerConfig config, Path webapp, Map<String, Object> attributes) {
    EmbeddedServer server = new EmbeddedServer(config, webapp, attributes);
    try {
      server.start();
    } catch (RuntimeException | Error e) {
      server.stop();
      throw e;
    }
    return server;
  }

  /**
   * Checks that the server could listen now.
   *
   * @throws StartException if the host's name has no address, or its port is not to be had
   */
  public static void requireFree(ServerConfig config) {
    Connectors.requireFree(config);
  }

  private void start() {
    slowClients.start();
    try {
      tomcat.start();
    } catch (LifecycleException e) {
      throw Connectors.cannotListen(config, e);
    }
    try {
      failure.getNow(null);
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new StartException(Reasons.of(Reasons.root(e)), e);
    }
    if (!context.getState().isAvailable()) {
      throw new StartException("The application did not start; the log says why");
    }
  }

  /* Empty as long as the server starts, so that the end of the process in between removes it. */
  private static Path makeBaseDir() {
    try {
      Path folder = Files.createTempDirectory("tfaas-server-");
      folder.toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make a temporary folder: " + Reasons.of(e), e);
    }
  }

  /** Where the server answers, with the port it really has; from here, if on all addresses. */
  public String address() {
    return connector.getScheme()
        + "://"
        + Connectors.authority(Connectors.reachable(config.host()), connector.getLocalPort())
        + config.basePath();
  }

  /** Returns when the server has stopped. */
  public void await() {
    tomcat.getServer().await();
  }

  /** Refuses new connections, gives running requests their time, then stops the WAR and Tomcat. */
  @Override
  public void close() {
    connector.pause();
    connector.getProtocolHandler().closeServerSocketGraceful();
    drain(config.shutdownTimeout());
    cutOff = !isIdle();
    stop();
  }

  /** Whether requests still ran when the server was closed, their time being over. */
  public boolean hasCutOff() {
    return cutOff;
  }

  /* A request may be on its way between a thread and its asynchronous end: look twice. */
  private void drain(Duration timeout) {
    long start = System.nanoTime();
    try {
      for (int idle = 0;
          idle < 2 && System.nanoTime() - start < timeout.toNanos();
          idle = isIdle() ? idle + 1 : 0) {
        Thread.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isIdle() {
    return context.getInProgressAsyncCount() == 0 && requests.isIdle();
  }

  private void stop() {
    try {
      tomcat.stop();
      tomcat.destroy();
    } catch (LifecycleException e) {
      System.getLogger(EmbeddedServer.class.getName())
          .log(System.Logger.Level.WARNING, "Tomcat did not stop cleanly", e);
    }
    slowClients.close();
    requests.close();
    TemporaryFolders.delete(baseDir);
  }
}
