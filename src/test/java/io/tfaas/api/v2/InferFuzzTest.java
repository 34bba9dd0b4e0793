package io.tfaas.api.v2;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tfaas.model.Signature;
import io.tfaas.tensor.ElementType;
import io.tfaas.tensor.Shape;
import io.tfaas.tensor.Tensor;
import io.tfaas.tensor.TensorSpec;
import io.tfaas.testing.AnyTensor;
import io.tfaas.testing.ReaderLaws;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * Requests of {@code /v2}, as JSON, with binary tensors and without JSON: what is read has the
 * shape it says, and is read again as the same where replies write it.
 *
 * <p>The first byte of an input is the type of the model's first input, {@code A} the first of
 * {@link ElementType}.
 */
final class InferFuzzTest {

  private static final InferReader READER = new InferReader(/* maxDepth= */ 20);
  private static final RepositoryRequestReader REPOSITORY = new RepositoryRequestReader(20);
  private static final ElementType[] TYPES = ElementType.values();

  private static ElementType type(byte[] input) {
    return TYPES[Math.floorMod((input.length == 0 ? 0 : input[0]) - 'A', TYPES.length)];
  }

  private static Signature signature(TensorSpec... inputs) {
    return new Signature("serving_default", "", List.of(inputs), List.of(inputs));
  }

  private static TensorSpec spec(String name, ElementType type, Shape shape) {
    return new TensorSpec(name, type, shape);
  }

  private static byte[] from(byte[] input, int index) {
    return Arrays.copyOfRange(input, Math.min(index, input.length), input.length);
  }

  private static InferBody body(byte[] bytes, OptionalLong json, boolean lengthKnown) {
    return new InferBody(
        new ByteArrayInputStream(bytes),
        json,
        lengthKnown ? OptionalLong.of(bytes.length) : OptionalLong.empty());
  }

  @FuzzTest(maxDuration = "10s")
  void json(byte[] input) throws Exception {
    Signature signature = signature(spec("i", type(input), Shape.of(Shape.FREE, 2)));
    ReaderLaws.hold(
        input, () -> readTwice(body(from(input, 1), OptionalLong.empty(), true), signature));
  }

  /* The second byte says whether the length is known, the third how long the JSON is. */
  @FuzzTest(maxDuration = "10s")
  void binary(byte[] input) throws Exception {
    Signature signature =
        signature(
            spec("i", type(input), Shape.of(Shape.FREE)),
            spec("s", ElementType.STRING, Shape.unknown()));
    byte[] bytes = from(input, 3);
    long json = input.length < 3 ? 0 : 4L * (input[2] & 0xff) + (input[1] & 3);
    ReaderLaws.hold(
        input,
        () ->
            readTwice(
                body(bytes, OptionalLong.of(json), input.length > 1 && (input[1] & 4) != 0),
                signature));
  }

  /* The second byte says whether the length is known, and what the shape is. */
  @FuzzTest(maxDuration = "10s")
  void raw(byte[] input) throws Exception {
    int mode = input.length < 2 ? 0 : input[1];
    Shape shape =
        switch (Math.floorMod(mode / 2, 4)) {
          case 0 -> Shape.of(Shape.FREE, 3);
          case 1 -> Shape.of(Shape.FREE, Shape.FREE);
          case 2 -> Shape.of(1);
          default -> Shape.unknown();
        };
    ReaderLaws.hold(
        input,
        () ->
            readTwice(
                body(from(input, 2), OptionalLong.of(0), mode % 2 == 0),
                signature(spec("i", type(input), shape))));
  }

  @FuzzTest(maxDuration = "10s")
  void repository(byte[] input) throws Exception {
    ReaderLaws.hold(
        input,
        () ->
            REPOSITORY.readFrom(
                RepositoryRequest.class,
                RepositoryRequest.class,
                new Annotation[0],
                MediaType.APPLICATION_JSON_TYPE,
                new MultivaluedHashMap<>(),
                new ByteArrayInputStream(input)));
  }

  private static InferRequest readTwice(InferBody body, Signature signature) throws IOException {
    InferRequest request = READER.read(body, signature);
    try (var inputs = request.inputs()) {
      for (TensorSpec spec : signature.inputs()) {
        Tensor tensor = inputs.require(spec.name());
        spec.requireFits(tensor.shape());
        assertThat(tensor.type()).isEqualTo(spec.type());
        assertReadAgain(tensor, RoundTrip.throughBytes(tensor));
        if (spec.type().kind() != ElementType.Kind.COMPLEX) {
          assertReadAgain(tensor, RoundTrip.throughJson(tensor));
        }
      }
    }
    return request;
  }

  private static void assertReadAgain(Tensor tensor, InferRequest again) {
    try (var inputs = again.inputs()) {
      assertThat(AnyTensor.areSame(inputs.require("i"), tensor)).isTrue();
    }
  }
}
