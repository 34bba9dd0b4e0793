package io.tfaas.api.v2;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tfaas.model.Signature;
import io.tfaas.tensor.ElementType;
import io.tfaas.tensor.Elements;
import io.tfaas.tensor.Tensor;
import io.tfaas.tensor.TensorSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** A tensor written as replies write it, and read as requests are. */
final class RoundTrip {

  private static final InferReader READER = new InferReader(/* maxDepth= */ 20);

  private RoundTrip() {}

  private static Signature signature(Tensor tensor) {
    List<TensorSpec> specs = List.of(new TensorSpec("i", tensor.type(), tensor.shape()));
    return new Signature("serving_default", "", specs, specs);
  }

  private static InferBody body(byte[] bytes, OptionalLong json) {
    return new InferBody(new ByteArrayInputStream(bytes), json, OptionalLong.of(bytes.length));
  }

  static InferRequest throughBytes(Tensor tensor) throws IOException {
    BinaryData data =
        tensor.type() == ElementType.STRING
            ? new BinaryData.Strings((Elements.Strings) Elements.of(tensor))
            : new BinaryData.Numbers(tensor.data());
    byte[] json =
        head(tensor, "\"parameters\": {\"binary_data_size\": " + data.size() + "}").getBytes(UTF_8);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(json);
    data.writeTo(whole);
    return READER.read(body(whole.toByteArray(), OptionalLong.of(json.length)), signature(tensor));
  }

  static InferRequest throughJson(Tensor tensor) throws IOException {
    StringWriter data = new StringWriter();
    try (JsonGenerator generator = new JsonFactory().createGenerator(data)) {
      JsonData.write(generator, Elements.of(tensor));
    }
    byte[] json = head(tensor, "\"data\": " + data).getBytes(UTF_8);
    return READER.read(body(json, OptionalLong.empty()), signature(tensor));
  }

  private static String head(Tensor tensor, String rest) {
    return "{\"inputs\": [{\"name\": \"i\", \"datatype\": \"%s\", \"shape\": %s, %s}]}"
        .formatted(
            DataTypes.name(tensor.type()), Arrays.toString(tensor.shape().dimensions()), rest);
  }
}
