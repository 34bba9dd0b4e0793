package io.tfaas.api.v2;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tfaas.auth.ModelAccess;
import io.tfaas.auth.Requires;
import io.tfaas.auth.Role;
import io.tfaas.model.ModelManager;
import io.tfaas.model.ModelName;
import io.tfaas.model.VersionStatus;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.stream.Stream;

/** The model repository extension: what models there are, and loading and unloading by call. */
@Requires(Role.MANAGE)
@Path("v2")
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public final class RepositoryResource {

  /** One version, or a model of which no version is known. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Entry(String name, String version, String state, String reason) {

    private static final String READY = "READY";

    static Entry of(ModelName name) {
      return new Entry(name.value(), "", "", "");
    }

    static Entry of(VersionStatus status) {
      return new Entry(
          status.name().value(),
          Long.toString(status.version()),
          state(status.state()),
          reason(status));
    }

    private static String reason(VersionStatus status) {
      boolean unloaded = status.state() == VersionStatus.State.END && status.error().isEmpty();
      if (status.state() == VersionStatus.State.IDLE) {
        return "not in memory; the next call loads it";
      }
      return unloaded ? "unloaded" : status.error();
    }

    private static String state(VersionStatus.State state) {
      return switch (state) {
        case AVAILABLE, IDLE -> READY;
        case START, LOADING -> "LOADING";
        case UNLOADING -> "UNLOADING";
        case END -> "UNAVAILABLE";
      };
    }

    boolean isReady() {
      return state.equals(READY);
    }
  }

  private final ModelManager models;
  private final ModelAccess access;

  @Inject
  RepositoryResource(ModelManager models, ModelAccess access) {
    this.models = models;
    this.access = access;
  }

  @Requires(Role.PREDICT)
  @POST
  @Path("repository/index")
  public List<Entry> index(RepositoryRequest request) {
    return models.versions().entrySet().stream()
        .filter(model -> access.mayPredict(model.getKey()))
        .flatMap(model -> entries(model.getKey(), model.getValue()))
        .filter(entry -> entry.isReady() || !request.ready())
        .toList();
  }

  private static Stream<Entry> entries(ModelName name, List<VersionStatus> versions) {
    return versions.isEmpty() ? Stream.of(Entry.of(name)) : versions.stream().map(Entry::of);
  }

  /** Triton's parameters here would bring a configuration and files with the call. */
  @POST
  @Path("repository/models/{model}/load")
  public Response load(@PathParam("model") String model, RepositoryRequest request) {
    request.parameters().values().keySet().forEach(request.parameters()::refuse);
    models.load(new ModelName(model));
    return Response.ok().build();
  }

  /** No model here depends on another, so that {@code unload_dependents} changes nothing. */
  @POST
  @Path("repository/models/{model}/unload")
  public Response unload(@PathParam("model") String model, RepositoryRequest request) {
    request.parameters().flag("unload_dependents");
    models.unload(new ModelName(model));
    return Response.ok().build();
  }
}
