package io.tfaas;

import io.tfaas.config.ConfigException;
import io.tfaas.config.TfaasConfig;
import io.tfaas.error.ServingException;
import io.tfaas.server.EmbeddedServer;
import io.tfaas.server.Reasons;
import io.tfaas.server.ServerLog;
import io.tfaas.server.StartException;
import io.tfaas.server.TemporaryFolders;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Serves the models with the WAR's own server; what {@code java -jar tfaas.war} runs. */
public final class Main {

  /** Exit status of a server that could not start, as of a wrong option. */
  private static final int FAILED = 2;

  private static final String USAGE =
      """
      Serves TensorFlow models over HTTP.

      Usage: java [-Dtfaas.KEY=VALUE ...] -jar tfaas.war [--config FILE]
             java [-Dtfaas.KEY=VALUE ...] -jar tfaas.war [--config FILE] token NAME [ROLES]

        token NAME ROLES  make a token, print it, and add its hash to the tokens file;
                          ROLES are admin, manage, predict, manage:MODEL, predict:MODEL
                          with commas in between, manage if not given
        --config FILE   read settings from FILE
        --help          print this and exit
        --version       print the version and exit

      Settings come from FILE, then the environment (TFAAS_PORT=9000), then system
      properties (-Dtfaas.port=9000); later ones win. The most useful ones:

        tfaas.host        address to listen on           127.0.0.1
        tfaas.port        port to listen on, 0 for any   8083
        tfaas.base-path   path in front of all others    none
        tfaas.model-dir   folder with the models         ~/.tfaas/models
        tfaas.work-dir    where the WAR unpacks itself   ~/.cache/tfaas
        tfaas.log-level   ERROR, WARNING, INFO or DEBUG  INFO
        tfaas.log-file    file for the log               standard error
      """;

  private Main() {}

  public static void main(String[] args) {
    AtomicReference<@Nullable EmbeddedServer> running = new AtomicReference<>();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running.get()), "tfaas-stop"));
    try {
      run(CommandLine.parse(List.of(args)), running);
    } catch (StartException | ConfigException | ServingException | UncheckedIOException e) {
      System.err.println("tfaas: " + Reasons.of(e));
      System.exit(FAILED);
    }
  }

  private static void run(CommandLine line, AtomicReference<@Nullable EmbeddedServer> running) {
    switch (line.action()) {
      case HELP -> System.out.print(USAGE);
      case VERSION -> System.out.println("TFaaS " + Version.current());
      case TOKEN ->
          FirstToken.make(TfaasConfig.load(line.config(), Map.of()), line.operands(), System.out);
      case SERVE -> {
        TfaasConfig config = TfaasConfig.load(line.config(), Map.of());
        ServerLog.install(config.log());
        Path models = requireFolder(config.model().modelDir());
        EmbeddedServer.requireFree(config.server());
        Rehearsal.run(config.server().rehearsal(), webapp());
        EmbeddedServer server =
            EmbeddedServer.start(config.server(), webapp(), Map.of(WebApplication.CONFIG, config));
        running.set(server);
        welcome(System.out, server.address(), models);
        FirstToken.makeIfNeeded(config, System.out);
        server.await();
      }
    }
  }

  /** Makes the model folder where it is missing. */
  private static Path requireFolder(Path folder) {
    try {
      return Files.createDirectories(folder).toRealPath();
    } catch (IOException e) {
      throw new StartException(
          "Cannot make the model folder " + folder + " (tfaas.model-dir): " + Reasons.of(e), e);
    }
  }

  private static Path webapp() {
    return Optional.ofNullable(System.getProperty("io.tfaas.webapp"))
        .map(Path::of)
        .orElseThrow(() -> new StartException("Not started by java -jar tfaas.war"));
  }

  private static void welcome(PrintStream out, String address, Path models) {
    out.println("TFaaS is ready at " + address);
    out.println("Models are kept in " + models);
    out.println("Upload the SavedModel folder mymodel:");
    out.println(
        "  tar -cz mymodel | curl -H 'Content-Type: application/octet-stream' --data-binary @- "
            + address
            + "/bundle");
    out.println("Ctrl-C stops");
    out.flush();
  }

  private static void stop(@Nullable EmbeddedServer server) {
    if (server != null) {
      server.close();
    }
    Optional.ofNullable(System.getProperty("io.tfaas.temporary-work-dir"))
        .map(Path::of)
        .ifPresent(TemporaryFolders::delete);
    if ((server != null && server.hasCutOff()) || isAnyModelLoaded()) {
      endAtOnce();
    }
  }

  /* The thread is the WAR's, whose classes are not those of this one. */
  private static boolean isAnyModelLoaded() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("tfaas-loading"));
  }

  /*
   * A usual exit, and Runtime.halt as well, takes TensorFlow's library apart under the calls that
   * still run, which crashes. Only SIGKILL does not; the exit status is 137.
   */
  private static void endAtOnce() {
    try {
      new ProcessBuilder("kill", "-KILL", Long.toString(ProcessHandle.current().pid()))
          .start()
          .waitFor();
    } catch (IOException e) {
      Runtime.getRuntime().halt(FAILED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
