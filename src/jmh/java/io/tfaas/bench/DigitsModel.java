package io.tfaas.bench;

import io.tfaas.image.ImageDecoder;
import io.tfaas.session.Call;
import io.tfaas.session.Endpoint;
import io.tfaas.session.GraphSession;
import io.tfaas.session.SessionConfig;
import io.tfaas.tensor.ElementType;
import io.tfaas.tensor.Shape;
import io.tfaas.tensor.Tensor;
import io.tfaas.tensor.TensorSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;

/** The sample network of digits and the decoder of its images, called without a server. */
final class DigitsModel implements AutoCloseable {

  private static final int MAX_PIXELS = 1_000_000;

  private final ImageDecoder decoder;
  private final GraphSession session;
  private final Call call;
  private final TensorSpec image;

  /** Opens the SavedModel in this folder, with the threads that the server's sessions have. */
  DigitsModel(Path folder) throws IOException {
    byte[] threads = SessionConfig.ofThreads(1, -1);
    SignatureDef signature =
        SavedModel.parseFrom(Files.readAllBytes(folder.resolve("saved_model.pb")))
            .getMetaGraphs(0)
            .getSignatureDefOrThrow("serving_default");
    session = GraphSession.loadSavedModel(folder, Set.of("serve"), threads);
    Endpoint input = endpoint(signature.getInputsMap().values().iterator().next().getName());
    Endpoint output = endpoint(signature.getOutputsMap().values().iterator().next().getName());
    call = session.prepare(List.of(input), List.of(output));
    image =
        new TensorSpec(
            "image", ElementType.find(input.type()).orElseThrow(), Shape.of(-1, 28, 28, 1));
    decoder = new ImageDecoder(threads, MAX_PIXELS);
  }

  private Endpoint endpoint(String name) {
    return session.find(name).orElseThrow(() -> new IllegalArgumentException("No node " + name));
  }

  /** Decodes each image, then runs the network once on all of them. */
  void classify(List<byte[]> images) {
    try (Tensor batch = Tensor.allocate(image.type(), Shape.of(images.size(), 28, 28, 1))) {
      for (int i = 0; i < images.size(); i++) {
        try (Tensor one = decoder.decode(images.get(i), image, 1)) {
          int bytes = one.data().capacity();
          batch.data().put(i * bytes, one.data(), 0, bytes);
        }
      }
      session.run(call, List.of(batch)).forEach(Tensor::close);
    }
  }

  @Override
  public void close() {
    session.close();
    decoder.close();
  }
}
