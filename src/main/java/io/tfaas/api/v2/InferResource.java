package io.tfaas.api.v2;

import io.tfaas.auth.Requires;
import io.tfaas.auth.Role;
import io.tfaas.http.Compressed;
import io.tfaas.inference.CallTerms;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletionStage;

/** Inference, by JSON and by binary tensors, whatever the content type says. */
@Requires(Role.PREDICT)
@Compressed
@Singleton
@Path("v2")
@Consumes(MediaType.WILDCARD)
@Produces({MediaType.APPLICATION_JSON, MediaType.APPLICATION_OCTET_STREAM})
public final class InferResource {

  private final Inference inference;

  @Inject
  InferResource(Inference inference) {
    this.inference = inference;
  }

  @POST
  @Path("models/{model}/infer")
  public CompletionStage<InferReply> infer(
      @PathParam("model") String model,
      @Context HttpHeaders headers,
      @Context CallTerms terms,
      InputStream body)
      throws IOException {
    return inference.infer(ModelRefs.of(model), InferBody.of(headers, body), terms);
  }

  @POST
  @Path("models/{model}/versions/{version}/infer")
  public CompletionStage<InferReply> infer(
      @PathParam("model") String model,
      @PathParam("version") String version,
      @Context HttpHeaders headers,
      @Context CallTerms terms,
      InputStream body)
      throws IOException {
    return inference.infer(ModelRefs.of(model, version), InferBody.of(headers, body), terms);
  }
}
