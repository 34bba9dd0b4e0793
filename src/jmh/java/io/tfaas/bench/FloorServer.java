package io.tfaas.bench;

import io.tfaas.config.TfaasConfig;
import io.tfaas.server.EmbeddedServer;
import io.tfaas.server.ServerLog;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Serves the floor from the server that the executable WAR has, with the same settings. */
public final class FloorServer {

  private FloorServer() {}

  /**
   * Serves until the process is ended.
   *
   * @param args the folder with the floor's WEB-INF; {@code gathered} where requests are to be
   *     answered together
   */
  public static void main(String[] args) {
    TfaasConfig config = TfaasConfig.load(Optional.empty(), Map.of());
    ServerLog.install(config.log());
    Map<String, Object> attributes =
        args.length > 1 ? Map.of(FloorApplication.GATHERED, args[1]) : Map.of();
    EmbeddedServer server =
        EmbeddedServer.start(config.server(), Path.of(args[0]).toAbsolutePath(), attributes);
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "floor-stop"));
    System.out.println("The floor is ready at " + server.address());
    server.await();
  }
}
