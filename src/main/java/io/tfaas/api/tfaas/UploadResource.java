package io.tfaas.api.tfaas;

import io.tfaas.auth.ModelAccess;
import io.tfaas.auth.Requires;
import io.tfaas.auth.Role;
import io.tfaas.error.InvalidInputException;
import io.tfaas.http.Upload;
import io.tfaas.model.ModelManager;
import io.tfaas.model.ModelName;
import io.tfaas.model.ModelParams;
import io.tfaas.model.ModelStatus;
import io.tfaas.model.StoredModel;
import io.tfaas.repository.Archive;
import io.tfaas.repository.Bundle;
import io.tfaas.repository.ModelFiles;
import io.tfaas.repository.ModelRepository;
import io.tfaas.repository.Staging;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.glassfish.jersey.media.multipart.FormDataMultiPart;
import org.jspecify.annotations.Nullable;

/**
 * Models coming in: a form with a frozen graph and its params, or an archive of a model's folder.
 */
@Upload
@Requires(Role.MANAGE)
@Path("")
@Produces(MediaType.APPLICATION_JSON)
public final class UploadResource {

  private static final String GRAPH_SUFFIX = ".pb";
  private static final int MAX_PARAMS_BYTES = 1 << 20;

  private final ModelManager models;
  private final ModelRepository repository;
  private final Archive archive;
  private final ModelAccess access;

  @Inject
  UploadResource(
      ModelManager models, ModelRepository repository, Archive archive, ModelAccess access) {
    this.models = models;
    this.repository = repository;
    this.archive = archive;
    this.access = access;
  }

  @POST
  @Path("upload")
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  public ModelView upload(
      FormDataMultiPart body, @HeaderParam("Content-Encoding") @Nullable String contentEncoding)
      throws IOException {
    Form form = new Form(body, Optional.ofNullable(contentEncoding));
    ModelName name = name(form);
    access.requireManage(name);
    ModelParams params = ParamsBody.parse(form.bytes("params", MAX_PARAMS_BYTES));
    requireSameName(name, params);
    try (Staging staging = repository.stage()) {
      String graph = graphName(form, params);
      receive(form, "model", staging, graph);
      String labels = "";
      if (form.find("labels").isPresent()) {
        labels = ModelFiles.LABELS;
        receive(form, "labels", staging, labels);
      }
      ModelFiles.writeParams(staging.content(), params.withFiles(graph, labels));
      return install(name, staging.content());
    }
  }

  private static ModelName name(Form form) throws IOException {
    return new ModelName(
        form.text("name")
            .orElseThrow(() -> new InvalidInputException("The form has no part 'name'")));
  }

  private static void requireSameName(ModelName name, ModelParams params) {
    if (!params.name().isEmpty() && !params.name().equals(name.value())) {
      throw new InvalidInputException(
          "The upload names the model '%s', its params '%s'; give one name"
              .formatted(name, params.name().replaceAll("\\p{Cntrl}", "?")));
    }
  }

  /* As params name it, else as the part's file is named; one element, told from params and labels. */
  private static String graphName(Form form, ModelParams params) {
    String given =
        params.model().isEmpty() ? form.fileName("model") : Form.lastElement(params.model());
    boolean plain = ModelName.isValid(given) && given.endsWith(GRAPH_SUFFIX);
    return plain ? given : "model" + GRAPH_SUFFIX;
  }

  private static void receive(Form form, String part, Staging staging, String file)
      throws IOException {
    try (InputStream content = form.stream(part)) {
      staging.receive(content, file);
    }
  }

  /** An archive, where Jersey has found that the body is no form. */
  @POST
  @Path("upload")
  @Consumes(MediaType.WILDCARD)
  public ModelView uploadBundle(InputStream body) throws IOException {
    return bundle(body);
  }

  @POST
  @Path("bundle")
  @Consumes(MediaType.WILDCARD)
  public ModelView bundle(InputStream body) throws IOException {
    try (Staging staging = repository.stage()) {
      archive.unpack(body, staging.content());
      Bundle bundle = Bundle.locate(staging.content());
      access.requireManage(bundle.name());
      return install(bundle.name(), bundle.root());
    }
  }

  private ModelView install(ModelName name, java.nio.file.Path folder) throws IOException {
    StoredModel staged = ModelFiles.describe(name, 0, folder);
    requireSameName(name, staged.params());
    StoredModel named =
        new StoredModel(name, 0, folder, staged.params().withName(name.value()), staged.labels());
    ModelStatus installed = models.install(named);
    access.noteVersion(installed.version());
    return ModelView.of(installed);
  }
}
