package io.tfaas.api.tfaas;

import com.google.protobuf.Message;
import io.tfaas.auth.ModelAccess;
import io.tfaas.auth.Requires;
import io.tfaas.auth.Role;
import io.tfaas.error.InvalidInputException;
import io.tfaas.image.ImageDecoder;
import io.tfaas.inference.CallTerms;
import io.tfaas.inference.RowPredictor;
import io.tfaas.model.Lease;
import io.tfaas.model.ModelManager;
import io.tfaas.model.ModelName;
import io.tfaas.model.ModelVersion;
import io.tfaas.proto.DataFrame;
import io.tfaas.proto.PredictionsFrame;
import io.tfaas.proto.Row;
import io.tfaas.tensor.Elements;
import io.tfaas.tensor.NamedTensors;
import io.tfaas.tensor.Numbers;
import io.tfaas.tensor.TensorSpec;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.glassfish.jersey.media.multipart.FormDataMultiPart;
import org.jspecify.annotations.Nullable;

/**
 * {@code /json}, {@code /proto} and {@code /image}, and their longer names below {@code /predict}.
 */
@Requires(Role.PREDICT)
@Path("")
@Singleton
@Consumes(MediaType.WILDCARD)
public final class PredictResource {

  private final ModelManager models;
  private final RowPredictor predictor;
  private final ImageDecoder images;
  private final ModelAccess access;

  @Inject
  PredictResource(
      ModelManager models, RowPredictor predictor, ImageDecoder images, ModelAccess access) {
    this.models = models;
    this.predictor = predictor;
    this.images = images;
    this.access = access;
  }

  @POST
  @Path("{predict: (predict/)?}json")
  @Produces(MediaType.APPLICATION_JSON)
  public CompletionStage<Elements> json(JsonRow row, @Context CallTerms terms) {
    return lease(row.model(), terms)
        .thenCompose(lease -> predictor.predict(lease, row.row(), terms));
  }

  @POST
  @Path("{predict: (predict/)?}proto")
  public CompletionStage<Message> proto(Message message, @Context CallTerms terms) {
    return message instanceof DataFrame frame ? frame(frame, terms) : row((Row) message, terms);
  }

  private CompletionStage<Message> row(Row row, CallTerms terms) {
    return lease(ModelNames.optional(row.getModel()), terms)
        .thenCompose(lease -> row(lease, row, terms));
  }

  private CompletionStage<Message> row(Lease lease, Row row, CallTerms terms) {
    List<String> labels = lease.version().stored().labels();
    return predictor
        .predict(lease, domain(row), terms)
        .thenApply(output -> Probabilities.predictions(output, labels));
  }

  private CompletionStage<Message> frame(DataFrame frame, CallTerms terms) {
    List<String> names = frame.getRowList().stream().map(Row::getModel).distinct().toList();
    if (names.size() != 1) {
      throw new InvalidInputException(
          names.isEmpty() ? "The frame has no rows" : "The frame's rows name several models");
    }
    return lease(ModelNames.optional(names.get(0)), terms)
        .thenCompose(lease -> frame(lease, frame, terms));
  }

  private CompletionStage<Message> frame(Lease lease, DataFrame frame, CallTerms terms) {
    List<String> labels = lease.version().stored().labels();
    return predictor
        .predict(lease, frame.getRowList().stream().map(PredictResource::domain).toList(), terms)
        .thenApply(
            rows -> {
              PredictionsFrame.Builder reply = PredictionsFrame.newBuilder();
              rows.forEach(output -> reply.addRow(Probabilities.predictions(output, labels)));
              return reply.build();
            });
  }

  private static io.tfaas.model.Row domain(Row row) {
    Numbers values = new Numbers(row.getValueCount());
    for (int i = 0; i < row.getValueCount(); i++) {
      values.add((double) row.getValue(i));
    }
    return new io.tfaas.model.Row(row.getKeyList(), values);
  }

  @POST
  @Path("{predict: (predict/)?}image")
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @Produces(MediaType.APPLICATION_JSON)
  public CompletionStage<Object> image(
      FormDataMultiPart body,
      @HeaderParam("Content-Encoding") @Nullable String contentEncoding,
      @Context CallTerms terms)
      throws IOException {
    Form form = new Form(body, Optional.ofNullable(contentEncoding));
    byte[] image = form.bytes("image");
    String fileName = form.fileName("image");
    return lease(ModelNames.optional(form.text("model").orElse("")), terms)
        .thenCompose(lease -> image(lease, image, fileName, terms));
  }

  private CompletionStage<Object> image(
      Lease lease, byte[] image, String fileName, CallTerms terms) {
    List<String> labels = lease.version().stored().labels();
    return predictor
        .predict(lease, () -> decode(lease.version(), image), terms)
        .thenApply(
            output -> labels.isEmpty() ? output : Probabilities.best(fileName, output, labels));
  }

  private CompletableFuture<Lease> lease(Optional<ModelName> name, CallTerms terms) {
    ModelName model = models.nameOf(name);
    access.requirePredict(model);
    return models.lease(Optional.of(model), terms.timeout());
  }

  private NamedTensors decode(ModelVersion version, byte[] image) {
    List<TensorSpec> inputs = version.rowSignature().signature().inputs();
    if (inputs.size() != 1) {
      throw new InvalidInputException(
          "Model '%s' takes %d inputs, not an image".formatted(version.name(), inputs.size()));
    }
    TensorSpec input = inputs.get(0);
    NamedTensors tensors = new NamedTensors();
    tensors.put(input.name(), images.decode(image, input, version.stored().params().imgChannels()));
    return tensors;
  }
}
