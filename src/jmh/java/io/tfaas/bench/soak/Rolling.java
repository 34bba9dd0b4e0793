package io.tfaas.bench.soak;

import io.tfaas.testing.Samples;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** New versions of one model, one after another, and another model that comes and goes. */
final class Rolling implements Soak.Work {

  private final SoakedServer server;
  private final Counts counts;
  private int uploads;

  Rolling(SoakedServer server, Counts counts) {
    this.server = server;
    this.counts = counts;
  }

  @Override
  public void once() throws IOException, InterruptedException {
    upload();
    done("upload", send("fleeting", 1));
    done("delete", Client.delete(server.at("/delete/fleeting")));
    TimeUnit.MILLISECONDS.sleep(500);
  }

  void upload() throws IOException, InterruptedException {
    done("upload", send("rolling", 1 + uploads++ % 2));
  }

  private Reply send(String name, int sample) throws IOException, InterruptedException {
    byte[] bundle = Samples.gzip(Samples.tar(Samples.path("half_plus_two/" + sample), name));
    return Client.post(server.at("/bundle"), bundle, "Content-Type", "application/gzip");
  }

  private void done(String what, Reply reply) {
    if (reply.status() == 200 || reply.status() == 204) {
      counts.add(what);
    } else if (reply.status() == 429 || reply.status() == 503) {
      counts.add("refused " + reply.status() + " " + what);
    } else {
      counts.wrong(what + " " + reply.status() + " " + reply.text());
    }
  }
}
