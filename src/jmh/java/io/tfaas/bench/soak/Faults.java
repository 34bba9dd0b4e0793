package io.tfaas.bench.soak;

import io.tfaas.testing.Samples;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** What careless and hostile clients do: none of it may end in a 5xx, or stay behind. */
final class Faults implements Soak.Work {

  private static final String BODY = "{\"values\": [1], \"model\": \"steady\"}";

  private final SoakedServer server;
  private final Counts counts;

  Faults(SoakedServer server, Counts counts) {
    this.server = server;
    this.counts = counts;
  }

  @Override
  public void once() throws IOException, InterruptedException {
    byte[] bundle = Samples.gzip(Samples.tar(Samples.path("half_plus_two/1"), "rolling"));
    refused("cut archive", Client.post(server.at("/bundle"), Arrays.copyOf(bundle, 500)));
    refused("no archive", Client.post(server.at("/bundle"), "nothing"));
    refused("bad JSON", Client.post(server.at("/json"), BODY.substring(1)));
    refused(
        "bad values",
        Client.post(server.at("/v1/models/steady:predict"), "{\"instances\": [[\"a\"]]}"));
    refused("bad shape", Client.post(server.at("/v2/models/steady/infer"), "{\"inputs\": []}"));
    refused("no such model", Client.post(server.at("/v2/models/nope/infer"), "{}"));
    vanish("vanished before the reply", head(BODY.length()) + BODY);
    vanish("vanished in the body", head(BODY.length()) + BODY.substring(5));
    vanish("vanished in the head", head(BODY.length()).substring(10));
    slowly();
  }

  private static String head(int length) {
    return "POST /json HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        + "Content-Length: "
        + length
        + "\r\n\r\n";
  }

  private void refused(String what, Reply reply) {
    if (reply.status() / 100 == 4) {
      counts.add("refused " + what);
    } else {
      counts.wrong(what + " " + reply.status() + " " + reply.text());
    }
  }

  private void vanish(String what, String request) throws IOException {
    try (Socket socket = new Socket(server.base().getHost(), server.base().getPort())) {
      socket.setSoLinger(true, 0);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }
    counts.add(what);
  }

  private void slowly() throws IOException, InterruptedException {
    try (Socket socket = new Socket(server.base().getHost(), server.base().getPort())) {
      OutputStream out = socket.getOutputStream();
      for (byte one : (head(BODY.length()) + BODY).getBytes(StandardCharsets.US_ASCII)) {
        out.write(one);
        TimeUnit.MILLISECONDS.sleep(5);
      }
      byte[] reply = socket.getInputStream().readNBytes(12);
      String status = new String(reply, StandardCharsets.US_ASCII);
      if (status.endsWith("200")) {
        counts.add("answered a slow sender");
      } else {
        counts.wrong("a slow sender got " + status);
      }
    }
  }
}
