package io.tfaas.api.tfaas;

import static java.util.Objects.requireNonNull;

import io.tfaas.tensor.Elements;
import io.tfaas.tensor.Shape;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.glassfish.jersey.media.multipart.FormDataMultiPart;

/**
 * Reads what {@link FloorResource} does and answers as if rows had been run together by a model
 * that takes no time: whoever finds nobody at it answers all that came, the others leave. What this
 * is slower by than {@link FloorResource} is the price of answering later, from another thread.
 */
@Path("")
@Singleton
@Consumes(MediaType.WILDCARD)
public final class GatheredFloorResource {

  /* As the queue of calls does under load. */
  private static final int YIELDS = 3;

  private static final Elements ANSWER = new Elements.Floats(Shape.of(1), new float[] {0.25f});

  private final Object lock = new Object();
  private List<CompletableFuture<Elements>> waiting = new ArrayList<>();
  private boolean busy;

  @POST
  @Path("json")
  @Produces(MediaType.APPLICATION_JSON)
  public CompletionStage<Elements> json(JsonRow row) {
    requireNonNull(row, "row is null");
    return gathered();
  }

  @POST
  @Path("image")
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @Produces(MediaType.APPLICATION_JSON)
  public CompletionStage<Elements> image(FormDataMultiPart form) throws IOException {
    FloorResource.requireImage(form);
    return gathered();
  }

  private CompletionStage<Elements> gathered() {
    CompletableFuture<Elements> answer = new CompletableFuture<>();
    synchronized (lock) {
      waiting.add(answer);
      if (busy) {
        return answer;
      }
      busy = true;
    }
    answerAll();
    return answer;
  }

  @SuppressWarnings("ThreadPriorityCheck")
  private void answerAll() {
    while (true) {
      for (int i = 0; i < YIELDS; i++) {
        Thread.yield();
      }
      List<CompletableFuture<Elements>> batch;
      synchronized (lock) {
        batch = waiting;
        waiting = new ArrayList<>();
        busy = !batch.isEmpty();
      }
      if (batch.isEmpty()) {
        return;
      }
      batch.forEach(one -> one.complete(ANSWER));
    }
  }
}
