package io.tfaas.api.tfaas;

import io.tfaas.auth.ModelAccess;
import io.tfaas.auth.Requires;
import io.tfaas.auth.Role;
import io.tfaas.model.MarkChange;
import io.tfaas.model.ModelManager;
import io.tfaas.model.ModelName;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;

/** The versions of a model, the one it is pinned to, and its labels. */
@Requires(Role.MANAGE)
@Path("models/{name}")
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public final class VersionsResource {

  private final ModelManager models;
  private final ModelAccess access;

  @Inject
  VersionsResource(ModelManager models, ModelAccess access) {
    this.models = models;
    this.access = access;
  }

  @Requires(Role.PREDICT)
  @GET
  @Path("versions")
  public VersionsView versions(@PathParam("name") String name) {
    ModelName model = ModelNames.require(name);
    return VersionsView.of(name, models.rules(model), models.versions(model));
  }

  @PUT
  @Path("pin")
  public VersionsView pin(@PathParam("name") String name, InputStream body) throws IOException {
    return marked(name, new MarkChange.Pin(version(body)));
  }

  @DELETE
  @Path("pin")
  public VersionsView unpin(@PathParam("name") String name) {
    return marked(name, new MarkChange.Unpin());
  }

  @PUT
  @Path("labels/{label}")
  public VersionsView label(
      @PathParam("name") String name, @PathParam("label") String label, InputStream body)
      throws IOException {
    return marked(name, new MarkChange.MoveLabel(label, version(body)));
  }

  @DELETE
  @Path("labels/{label}")
  public VersionsView unlabel(@PathParam("name") String name, @PathParam("label") String label) {
    return marked(name, new MarkChange.RemoveLabel(label));
  }

  private long version(InputStream body) throws IOException {
    long version = VersionBody.parse(body.readAllBytes());
    access.noteVersion(version);
    return version;
  }

  private VersionsView marked(String name, MarkChange change) {
    models.mark(ModelNames.require(name), change);
    return versions(name);
  }
}
