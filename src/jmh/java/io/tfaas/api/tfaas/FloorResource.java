package io.tfaas.api.tfaas;

import static java.util.Objects.requireNonNull;

import io.tfaas.error.InvalidInputException;
import io.tfaas.tensor.Elements;
import io.tfaas.tensor.Shape;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.Optional;
import org.glassfish.jersey.media.multipart.FormDataMultiPart;

/**
 * Reads a row as {@code /json} does, or a form as {@code /image}, and answers one number, always
 * the same.
 */
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

  @POST
  @Path("image")
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @Produces(MediaType.APPLICATION_JSON)
  public Elements image(FormDataMultiPart form) throws IOException {
    requireImage(form);
    return ANSWER;
  }

  static void requireImage(FormDataMultiPart form) throws IOException {
    if (new Form(form, Optional.empty()).bytes("image").length == 0) {
      throw new InvalidInputException("The image is empty");
    }
  }
}
