package io.tfaas.bench.soak;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** The whole server stands still for two seconds, every twenty. */
final class Pauses implements Soak.Work {

  private final SoakedServer server;
  private final Counts counts;

  Pauses(SoakedServer server, Counts counts) {
    this.server = server;
    this.counts = counts;
  }

  @Override
  public void once() throws IOException, InterruptedException {
    TimeUnit.SECONDS.sleep(18);
    server.pause(2000);
    counts.add("pause of 2 s");
  }
}
