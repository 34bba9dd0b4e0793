package io.tfaas.api.tfaas;

import io.tfaas.auth.ModelAccess;
import io.tfaas.auth.Requires;
import io.tfaas.auth.Role;
import io.tfaas.error.InvalidInputException;
import io.tfaas.model.ModelManager;
import io.tfaas.model.ModelName;
import io.tfaas.model.ModelParams;
import io.tfaas.model.ModelStatus;
import io.tfaas.model.StoredModel;
import io.tfaas.repository.ModelRepository;
import io.tfaas.repository.OpenFile;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.glassfish.jersey.media.multipart.FormDataMultiPart;
import org.glassfish.jersey.server.ContainerRequest;
import org.jspecify.annotations.Nullable;

/** What models there are, their params and files, which is the default, and their removal. */
@Requires(Role.PREDICT)
@Path("")
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public final class ModelsResource {

  /** The reply to a removal. */
  record Deleted(String deleted) {}

  private final ModelManager models;
  private final ModelRepository repository;
  private final ModelAccess access;

  @Inject
  ModelsResource(ModelManager models, ModelRepository repository, ModelAccess access) {
    this.models = models;
    this.repository = repository;
    this.access = access;
  }

  @GET
  @Path("models")
  public List<ModelView> models() {
    return models.list().stream()
        .filter(model -> access.mayPredict(model.name()))
        .map(ModelView::of)
        .toList();
  }

  @GET
  @Path("params")
  public ModelView params(@QueryParam("model") @Nullable String name) {
    ModelStatus status = models.status(ModelNames.optional(name));
    access.requirePredict(status.name());
    return ModelView.of(status);
  }

  @GET
  @Path("params/{name}")
  public ModelView paramsOf(@PathParam("name") String name) {
    return ModelView.of(models.status(Optional.of(ModelNames.require(name))));
  }

  @Requires(Role.MANAGE)
  @POST
  @Path("params")
  public ModelView makeDefault(InputStream body) throws IOException {
    ModelParams params = ParamsBody.parse(body.readAllBytes());
    if (params.name().isEmpty()) {
      throw new InvalidInputException("The params have no 'name'; give that of the model");
    }
    ModelName name = ModelNames.require(params.name());
    access.requireManage(name);
    models.makeDefault(name);
    return params(params.name());
  }

  @Requires(Role.MANAGE)
  @DELETE
  @Path("delete")
  public Deleted delete(@QueryParam("model") @Nullable String name, ContainerRequest request)
      throws IOException {
    return deleteNamed(name != null ? name : nameInForm(request));
  }

  @Requires(Role.MANAGE)
  @DELETE
  @Path("delete/{name}")
  public Deleted deleteNamed(@PathParam("name") @Nullable String name) {
    ModelName deleted = ModelNames.require(name);
    access.requireManage(deleted);
    models.delete(deleted);
    return new Deleted(deleted.value());
  }

  private static @Nullable String nameInForm(ContainerRequest request) throws IOException {
    MediaType type = request.getMediaType();
    if (type == null || !request.hasEntity()) {
      return null;
    }
    if (type.isCompatible(MediaType.MULTIPART_FORM_DATA_TYPE)) {
      FormDataMultiPart form = request.readEntity(FormDataMultiPart.class);
      return new Form(form, Optional.empty()).text("model").orElse(null);
    }
    return type.isCompatible(MediaType.APPLICATION_FORM_URLENCODED_TYPE)
        ? request.readEntity(jakarta.ws.rs.core.Form.class).asMap().getFirst("model")
        : null;
  }

  @GET
  @Path("download/{name}")
  public List<String> files(@PathParam("name") String name) {
    return repository.files(models.stored(ModelNames.require(name)));
  }

  @GET
  @Path("download/{name}/{file: .+}")
  @Produces(MediaType.WILDCARD)
  public Response download(
      @PathParam("name") String name, @PathParam("file") String file, @Context Request request)
      throws IOException {
    return content(request, models.stored(ModelNames.require(name)), Optional.of(file));
  }

  @GET
  @Path("data")
  @Produces(MediaType.WILDCARD)
  public Response data(
      @QueryParam("model") @Nullable String name,
      @QueryParam("file") @Nullable String file,
      @Context Request request)
      throws IOException {
    ModelName model = ModelNames.require(name);
    access.requirePredict(model);
    return content(request, models.stored(model), Optional.ofNullable(file));
  }

  private Response content(Request request, StoredModel stored, Optional<String> file)
      throws IOException {
    OpenFile open = repository.open(stored, file);
    Response.ResponseBuilder response =
        Response.ok()
            .type(MediaType.APPLICATION_OCTET_STREAM_TYPE)
            .header(HttpHeaders.CONTENT_LENGTH, open.bytes());
    if (request.getMethod().equals(HttpMethod.HEAD)) {
      open.close();
      return response.build();
    }
    return response.entity(open.content()).build();
  }
}
