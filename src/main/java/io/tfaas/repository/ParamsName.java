package io.tfaas.repository;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tfaas.error.InvalidInputException;
import io.tfaas.error.InvalidModelException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The name that a model's {@code params.json} gives it. */
final class ParamsName {

  private static final ObjectMapper JSON = new ObjectMapper();

  private ParamsName() {}

  /**
   * The name, where there is such a file and it gives one.
   *
   * @throws InvalidInputException if the file is no JSON
   * @throws InvalidModelException if it is larger than 1 MiB
   */
  static Optional<String> find(Listing folder) throws IOException {
    if (!folder.files().contains(Listing.PARAMS)) {
      return Optional.empty();
    }
    Path file = folder.folder().resolve(Listing.PARAMS);
    return parse(SmallFile.read(file, SmallFile.MAX_PARAMS_BYTES));
  }

  private static Optional<String> parse(byte[] json) {
    try {
      JsonNode name = JSON.readTree(json).path("name");
      return name.isTextual() && !name.textValue().isEmpty()
          ? Optional.of(name.textValue())
          : Optional.empty();
    } catch (IOException e) {
      throw new InvalidInputException("Invalid params.json: it is not JSON", e);
    }
  }
}
