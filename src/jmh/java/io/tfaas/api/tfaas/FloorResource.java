package io.tfaas.api.tfaas;

import static java.util.Objects.requireNonNull;

import io.tfaas.tensor.Elements;
import io.tfaas.tensor.Shape;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Reads a row as {@code /json} does and answers one number, always the same. */
@Path("")
@Consumes(MediaType.WILDCARD)
public final class FloorResource {

  private static final Elements ANSWER = new Elements.Floats(Shape.of(1), new float[] {0.25f});

  @POST
  @Path("json")
  @Produces(MediaType.APPLICATION_JSON)
  public Elements json(JsonRow row) {
    requireNonNull(row, "row is null");
    return ANSWER;
  }
}
