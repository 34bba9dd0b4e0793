package io.tfaas.api.v2;

import io.tfaas.auth.Open;
import io.tfaas.auth.Requires;
import io.tfaas.auth.Role;
import io.tfaas.error.NotFoundException;
import io.tfaas.inference.CallTerms;
import io.tfaas.model.ModelManager;
import io.tfaas.model.ModelRef;
import io.tfaas.model.ModelVersion;
import io.tfaas.model.VersionChoice;
import io.tfaas.model.VersionStatus;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What a model takes and gives, and whether it answers. */
@Requires(Role.PREDICT)
@Path("v2")
@Produces(MediaType.APPLICATION_JSON)
public final class ModelResource {

  record ModelReady(String name, boolean ready) {}

  private final ModelManager models;

  @Inject
  ModelResource(ModelManager models) {
    this.models = models;
  }

  @GET
  @Path("models/{model}")
  public CompletionStage<ModelMetadata> metadata(
      @PathParam("model") String model, @Context CallTerms terms) {
    ModelRef ref = ModelRefs.of(model);
    return metadata(
        ref,
        terms,
        loaded ->
            models.versions(ref.name()).stream()
                .filter(ModelResource::isReady)
                .map(VersionStatus::version)
                .toList());
  }

  @GET
  @Path("models/{model}/versions/{version}")
  public CompletionStage<ModelMetadata> metadata(
      @PathParam("model") String model,
      @PathParam("version") String version,
      @Context CallTerms terms) {
    return metadata(ModelRefs.of(model, version), terms, loaded -> List.of(loaded.number()));
  }

  private CompletionStage<ModelMetadata> metadata(
      ModelRef ref, CallTerms terms, Function<ModelVersion, List<Long>> versions) {
    return models
        .lease(ref, terms.timeout())
        .thenApply(
            lease -> {
              try (lease) {
                ModelVersion loaded = lease.version();
                return ModelMetadata.of(loaded, versions.apply(loaded));
              }
            });
  }

  @Open
  @GET
  @Path("models/{model}/ready")
  public Response ready(@PathParam("model") String model) {
    return ready(ModelRefs.of(model));
  }

  @Open
  @GET
  @Path("models/{model}/versions/{version}/ready")
  public Response ready(@PathParam("model") String model, @PathParam("version") String version) {
    return ready(ModelRefs.of(model, version));
  }

  private Response ready(ModelRef ref) {
    List<VersionStatus> meant =
        models.versions(ref.name()).stream()
            .filter(status -> isMeant(status, ref.version()))
            .toList();
    if (meant.isEmpty() && !(ref.version() instanceof VersionChoice.Default)) {
      throw new NotFoundException("Model '" + ref.name() + "' has no such version");
    }
    boolean ready = meant.stream().anyMatch(ModelResource::isReady);
    return Response.status(ready ? Response.Status.OK : Response.Status.SERVICE_UNAVAILABLE)
        .entity(new ModelReady(ref.name().value(), ready))
        .build();
  }

  private static boolean isMeant(VersionStatus status, VersionChoice choice) {
    if (choice instanceof VersionChoice.Number wanted) {
      return status.version() == wanted.number();
    }
    return !(choice instanceof VersionChoice.Label wanted)
        || status.labels().contains(wanted.label());
  }

  static boolean isReady(VersionStatus status) {
    return status.isServed();
  }
}
