package io.tfaas.api.v2;

import io.tfaas.tensor.ElementType;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The names of element types in the protocol's table of tensor data types. It has none for complex
 * numbers; here they are called as TensorFlow does.
 */
final class DataTypes {

  private static final Map<ElementType, String> NAMES =
      new EnumMap<>(
          Map.of(
              ElementType.FLOAT, "FP32",
              ElementType.DOUBLE, "FP64",
              ElementType.HALF, "FP16",
              ElementType.BFLOAT16, "BF16",
              ElementType.STRING, "BYTES"));

  private static final Map<String, ElementType> TYPES =
      Arrays.stream(ElementType.values())
          .collect(Collectors.toMap(DataTypes::name, Function.identity()));

  private DataTypes() {}

  /** {@code FP32}, {@code INT64}, {@code BYTES}… */
  static String name(ElementType type) {
    return NAMES.getOrDefault(type, type.name());
  }

  static Optional<ElementType> find(String name) {
    return Optional.ofNullable(TYPES.get(name));
  }
}
