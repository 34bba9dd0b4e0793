package io.tfaas.api.tfaas;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tfaas.error.InvalidInputException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The body {@code {"version": 3}}. */
record VersionBody(@JsonProperty("version") @Nullable Long version) {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * The number in it.
   *
   * @throws InvalidInputException when there is none
   */
  static long parse(byte[] body) throws IOException {
    VersionBody parsed = body.length == 0 ? null : read(body);
    if (parsed == null || parsed.version() == null) {
      throw new InvalidInputException("The body names no version; give {\"version\": N}");
    }
    return parsed.version();
  }

  private static @Nullable VersionBody read(byte[] body) throws IOException {
    try {
      return JSON.readValue(body, VersionBody.class);
    } catch (InvalidDefinitionException e) {
      /* Jackson takes a field that comes again for one that no class could be built with. */
      throw new InvalidInputException("The body names a version twice; give {\"version\": N}", e);
    }
  }
}
