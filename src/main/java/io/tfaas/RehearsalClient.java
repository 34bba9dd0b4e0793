package io.tfaas;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Sends requests over one connection, each after the last one's answer, as long as it is told. */
final class RehearsalClient implements Runnable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String LENGTH = "content-length:";

  private final URI server;
  private final List<byte[]> requests;
  private final BooleanSupplier more;

  /**
   * @param more asked before each request
   */
  RehearsalClient(URI server, List<byte[]> requests, BooleanSupplier more) {
    this.server = server;
    this.requests = requests;
    this.more = more;
  }

  @Override
  public void run() {
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (int i = 0; more.getAsBoolean(); i = (i + 1) % requests.size()) {
        socket.getOutputStream().write(requests.get(i));
        skipReply(in);
      }
    } catch (IOException e) {
      System.getLogger(RehearsalClient.class.getName())
          .log(Level.DEBUG, "A rehearsed request failed", e);
    }
  }

  private static void skipReply(InputStream in) throws IOException {
    long length = 0;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      if (line.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
        length = Long.parseLong(line.substring(LENGTH.length()).strip());
      }
    }
    in.skipNBytes(length);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException();
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  /** Waits for the clients to end, a little longer than they were to run. */
  static void awaitAll(ExecutorService clients, Duration length) {
    clients.shutdown();
    try {
      if (!clients.awaitTermination(length.plus(PATIENCE).toMillis(), TimeUnit.MILLISECONDS)) {
        clients.shutdownNow();
      }
    } catch (InterruptedException e) {
      clients.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
