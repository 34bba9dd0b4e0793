package io.tfaas.api.tfserving;

import io.tfaas.auth.Requires;
import io.tfaas.auth.Role;
import io.tfaas.http.Compressed;
import io.tfaas.http.WholeBody;
import io.tfaas.inference.CallTerms;
import io.tfaas.model.ModelManager;
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

/** {@code predict}, {@code classify} and {@code regress}. A model is held once the body is here. */
@Requires(Role.PREDICT)
@Compressed
@Singleton
@Path("v1")
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public final class CallResource {

  private final ModelManager models;
  private final Calls calls;

  @Inject
  CallResource(ModelManager models, Calls calls) {
    this.models = models;
    this.calls = calls;
  }

  @POST
  @Path(Address.PATH + ":predict")
  public CompletionStage<Reply> predict(
      @PathParam("model") String model,
      @PathParam("version") String version,
      @Context CallTerms terms,
      @Context HttpHeaders headers,
      InputStream body)
      throws IOException {
    byte[] bytes = WholeBody.read(body, headers.getLength());
    return models
        .lease(Address.of(model, version), terms.timeout())
        .thenCompose(lease -> calls.predict(lease, bytes, terms));
  }

  @POST
  @Path(Address.PATH + ":classify")
  public CompletionStage<Reply> classify(
      @PathParam("model") String model,
      @PathParam("version") String version,
      @Context CallTerms terms,
      @Context HttpHeaders headers,
      InputStream body)
      throws IOException {
    byte[] bytes = WholeBody.read(body, headers.getLength());
    return models
        .lease(Address.of(model, version), terms.timeout())
        .thenCompose(lease -> calls.classify(lease, bytes, terms));
  }

  @POST
  @Path(Address.PATH + ":regress")
  public CompletionStage<Reply> regress(
      @PathParam("model") String model,
      @PathParam("version") String version,
      @Context CallTerms terms,
      @Context HttpHeaders headers,
      InputStream body)
      throws IOException {
    byte[] bytes = WholeBody.read(body, headers.getLength());
    return models
        .lease(Address.of(model, version), terms.timeout())
        .thenCompose(lease -> calls.regress(lease, bytes, terms));
  }
}
