package io.tfaas.image;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_RESOURCE_EXHAUSTED;

import io.tfaas.error.InvalidInputException;
import io.tfaas.error.OverloadedException;
import io.tfaas.error.ServingException;
import io.tfaas.error.TooLargeException;
import io.tfaas.session.Call;
import io.tfaas.session.Endpoint;
import io.tfaas.session.GraphSession;
import io.tfaas.session.SessionException;
import io.tfaas.tensor.ElementType;
import io.tfaas.tensor.Shape;
import io.tfaas.tensor.Tensor;
import io.tfaas.tensor.TensorSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Turns the bytes of a PNG, JPEG, GIF (its first frame) or BMP into a model's input, by
 * TensorFlow's own operations in one graph that it owns. Values stay 0 to 255, whatever the type.
 * Safe for use by many threads; closed when no decoding is under way.
 */
public final class ImageDecoder implements AutoCloseable {

  /** The longest side of an image that is decoded. */
  static final int MAX_SIDE = 16384;

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final GraphSession session;
  private final long maxPixels;
  private final PixelBudget budget;
  private final Map<String, Call> calls = new ConcurrentHashMap<>();

  /**
   * Builds the graph and opens its session.
   *
   * @param sessionConfig a serialised ConfigProto
   * @param maxPixels the most pixels an image may have
   */
  public ImageDecoder(byte[] sessionConfig, long maxPixels) {
    this.session = GraphSession.importGraph(ImageGraph.build(), sessionConfig);
    this.maxPixels = maxPixels;
    this.budget = new PixelBudget((int) Math.min(2 * maxPixels, Integer.MAX_VALUE), PATIENCE);
  }

  /**
   * Decodes an image, and resizes it where the input's height or width is another.
   *
   * @param input of shape {@code [?,height,width,channels]} or without the batch dimension; a free
   *     height or width is the image's own
   * @param channels where the shape leaves them free: 1, 3, 4, or 0 for 3
   * @return the input for one image, which the caller closes
   * @throws InvalidInputException when the bytes are no image or the input takes none
   * @throws OverloadedException when TensorFlow has no memory for it now, or large images are being
   *     decoded
   * @throws TooLargeException when the image has more pixels than allowed; nothing is decoded then
   */
  public Tensor decode(byte[] image, TensorSpec input, int channels) {
    ImageInput target = ImageInput.of(input, channels);
    ImageHeader header = ImageHeader.read(image);
    checkSize(header);
    ImageInput.Size size = target.sizeFor(header);
    ImageSource source = ImageSource.of(header, target.channels());
    Call call = call(ImageGraph.endpoint(source, !size.isOf(header), target.type()));
    PixelBudget.Share taken = budget.take(header.pixels());
    try (Tensor contents = Tensor.allocate(ElementType.STRING, Shape.of());
        Tensor sides = integers(size.height(), size.width());
        Tensor shape = shape(target, size)) {
      contents.bytes(0, file(header, image));
      return session.run(call, List.of(contents, sides, shape)).get(0);
    } catch (SessionException e) {
      throw failure(header, image, e);
    } finally {
      taken.close();
    }
  }

  private static ServingException failure(
      ImageHeader header, byte[] image, SessionException failure) {
    return failure.code() == TF_RESOURCE_EXHAUSTED
        ? new OverloadedException("No memory to decode the image now: try again later", failure)
        : new ImageBytes(header.format(), image).damaged(failure);
  }

  private void checkSize(ImageHeader header) {
    if (header.pixels() > maxPixels || Math.max(header.width(), header.height()) > MAX_SIDE) {
      throw new TooLargeException(
          "The image is too large: expected at most %d pixels and %d a side, got %d x %d"
              .formatted(maxPixels, MAX_SIDE, header.width(), header.height()));
    }
  }

  private static byte[] file(ImageHeader header, byte[] image) {
    return header.format() == ImageFormat.GIF
        ? GifFrame.first(new ImageBytes(ImageFormat.GIF, image)).alone()
        : image;
  }

  private Call call(String endpoint) {
    return calls.computeIfAbsent(
        endpoint,
        name ->
            session.prepare(
                List.of(find(ImageGraph.CONTENTS), find(ImageGraph.SIZE), find(ImageGraph.SHAPE)),
                List.of(find(name))));
  }

  private Endpoint find(String name) {
    return session
        .find(name)
        .orElseThrow(() -> new IllegalStateException("No endpoint named " + name));
  }

  private static Tensor shape(ImageInput target, ImageInput.Size size) {
    return target.batched()
        ? integers(1, size.height(), size.width(), target.channels())
        : integers(size.height(), size.width(), target.channels());
  }

  private static Tensor integers(int... values) {
    Tensor tensor = Tensor.allocate(ElementType.INT32, Shape.of(values.length));
    tensor.data().asIntBuffer().put(values);
    return tensor;
  }

  @Override
  public void close() {
    session.close();
  }
}
