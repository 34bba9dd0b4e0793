package io.tfaas.api.tfserving;

import io.tfaas.auth.ModelAccess;
import io.tfaas.auth.Open;
import io.tfaas.auth.Requires;
import io.tfaas.auth.Role;
import io.tfaas.error.ClientText;
import io.tfaas.error.InvalidInputException;
import io.tfaas.error.NotFoundException;
import io.tfaas.http.Compressed;
import io.tfaas.inference.CallTerms;
import io.tfaas.model.ModelManager;
import io.tfaas.model.ModelRef;
import io.tfaas.model.VersionChoice;
import io.tfaas.model.VersionStatus;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What models there are, their versions' states and signatures. */
@Requires(Role.PREDICT)
@Compressed
@Path("v1")
@Produces(MediaType.APPLICATION_JSON)
public final class ModelResource {

  private final ModelManager models;
  private final ModelAccess access;

  @Inject
  ModelResource(ModelManager models, ModelAccess access) {
    this.models = models;
    this.access = access;
  }

  @GET
  @Path("models")
  public ModelStatusReply.Models models() {
    return new ModelStatusReply.Models(
        models.versions().entrySet().stream()
            .filter(model -> access.mayPredict(model.getKey()))
            .map(model -> ModelStatusReply.model(model.getKey(), model.getValue()))
            .toList());
  }

  @GET
  @Path(Address.PATH)
  public ModelStatusReply status(
      @PathParam("model") String model, @PathParam("version") String version) {
    ModelRef ref = Address.of(model, version);
    List<VersionStatus> meant =
        models.versions(ref.name()).stream().filter(v -> isMeant(v, ref.version())).toList();
    if (meant.isEmpty() && !(ref.version() instanceof VersionChoice.Default)) {
      throw new NotFoundException(
          "Model '%s' has no such version: %s".formatted(ref.name(), version.substring(1)));
    }
    return ModelStatusReply.of(meant);
  }

  private static boolean isMeant(VersionStatus version, VersionChoice choice) {
    if (choice instanceof VersionChoice.Number number) {
      return version.version() == number.number();
    }
    return !(choice instanceof VersionChoice.Label label)
        || version.labels().contains(label.label());
  }

  @GET
  @Path(Address.PATH + "/metadata")
  public CompletionStage<MetadataReply> metadata(
      @PathParam("model") String model,
      @PathParam("version") String version,
      @Context CallTerms terms) {
    return models
        .lease(Address.of(model, version), terms.timeout())
        .thenApply(
            lease -> {
              try (lease) {
                return MetadataReply.of(lease.version());
              }
            });
  }

  /** Answers every other path as TensorFlow Serving does, with a 400. */
  @Open
  @Path("{path: .*}")
  @SuppressWarnings("DoNotCallSuggester") // Jersey calls it, for every method
  public Object malformed(@Context Request request, @PathParam("path") String path) {
    throw new InvalidInputException(
        "Malformed request: %s /v1/%s; paths are /v1/models/MODEL[/versions/N|/labels/L], with"
                .formatted(request.getMethod(), ClientText.shown(path))
            + " /metadata or :predict, :classify or :regress behind");
  }
}
