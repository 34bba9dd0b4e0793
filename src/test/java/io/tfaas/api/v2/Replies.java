package io.tfaas.api.v2;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;

/** Reads replies of this protocol, and makes what requests need. */
final class Replies {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private Replies() {}

  static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException("Not JSON: " + json, e);
    }
  }

  /** The JSON part of a reply. */
  static JsonNode json(HttpResponse<byte[]> reply) {
    int length = jsonLength(reply);
    return parse(new String(reply.body(), 0, length, StandardCharsets.UTF_8));
  }

  /** What comes after the JSON part. */
  static byte[] tail(HttpResponse<byte[]> reply) {
    return Arrays.copyOfRange(reply.body(), jsonLength(reply), reply.body().length);
  }

  private static int jsonLength(HttpResponse<byte[]> reply) {
    return (int)
        reply.headers().firstValueAsLong(InferBody.JSON_LENGTH).orElse(reply.body().length);
  }

  /** The node at a path such as {@code outputs.0.name}. */
  static JsonNode at(JsonNode node, String path) {
    JsonNode found = node;
    for (String step : path.isEmpty() ? new String[0] : path.split("\\.")) {
      found = found.isArray() ? found.path(Integer.parseInt(step)) : found.path(step);
    }
    return found;
  }

  /** The values of an output, wherever they are. */
  static ArrayNode values(HttpResponse<byte[]> reply, String output) {
    int from = 0;
    for (JsonNode node : json(reply).get("outputs")) {
      JsonNode size = node.at("/parameters/binary_data_size");
      boolean wanted = node.get("name").textValue().equals(output);
      if (wanted) {
        return size.isMissingNode()
            ? (ArrayNode) node.get("data")
            : decode(
                node.get("datatype").textValue(),
                ByteBuffer.wrap(tail(reply), from, size.intValue()));
      }
      from += size.asInt();
    }
    throw new AssertionError("No output " + output);
  }

  private static ArrayNode decode(String datatype, ByteBuffer data) {
    data.order(ByteOrder.LITTLE_ENDIAN);
    ArrayNode values = JSON.createArrayNode();
    while (data.hasRemaining()) {
      switch (datatype) {
        case "INT32" -> values.add(data.getInt());
        case "FP32" -> values.add(data.getFloat());
        case "BYTES" -> {
          byte[] value = new byte[data.getInt()];
          data.get(value);
          values.add(new String(value, StandardCharsets.UTF_8));
        }
        default -> throw new IllegalArgumentException(datatype);
      }
    }
    return values;
  }

  static byte[] deflate(byte[] plain) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflate = new DeflaterOutputStream(bytes)) {
      deflate.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
