package io.tfaas.inference;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import io.tfaas.error.ClientText;
import io.tfaas.error.InvalidInputException;
import io.tfaas.tensor.JsonStrings;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.Feature;
import org.tensorflow.proto.Features;

/**
 * Makes the serialised {@code tf.Example} that models for classification and regression parse. The
 * values of a feature are all of one kind: bytes, floats or whole numbers.
 */
public final class ExampleBuilder {

  private final Features.Builder features = Features.newBuilder();
  private String name = "";
  private Feature.@Nullable Builder feature;

  /**
   * Begins a feature, which takes the values that follow; one without values has no kind.
   *
   * @throws InvalidInputException when there is one of this name already, or the name has half of a
   *     surrogate pair
   */
  public void feature(String name) {
    finish();
    /* Protobuf would write another name, and a stack trace into the log. */
    if (JsonStrings.utf8(name).isEmpty()) {
      throw new InvalidInputException(
          "The feature '"
              + ClientText.shown(name)
              + "' has half of a surrogate pair in its name; write the whole character");
    }
    if (features.containsFeature(name)) {
      throw new InvalidInputException(
          "The feature '" + ClientText.shown(name) + "' is given twice");
    }
    this.name = name;
    this.feature = Feature.newBuilder();
  }

  /** Adds a value to the feature; throws where its other values are of another kind. */
  public void add(byte[] value) {
    of(Feature.KindCase.BYTES_LIST).getBytesListBuilder().addValue(ByteString.copyFrom(value));
  }

  /** Adds a value as {@link #add(byte[])} does. */
  public void add(float value) {
    of(Feature.KindCase.FLOAT_LIST).getFloatListBuilder().addValue(value);
  }

  /** Adds a value as {@link #add(byte[])} does. */
  public void add(long value) {
    of(Feature.KindCase.INT64_LIST).getInt64ListBuilder().addValue(value);
  }

  private Feature.Builder of(Feature.KindCase kind) {
    Feature.Builder builder = requireNonNull(feature, "no feature was begun");
    Feature.KindCase present = builder.getKindCase();
    if (present != kind && present != Feature.KindCase.KIND_NOT_SET) {
      throw new InvalidInputException(
          "The feature '%s' mixes %s and %s values; write whole numbers among others as 1.0"
              .formatted(ClientText.shown(name), shown(present), shown(kind)));
    }
    return builder;
  }

  private static String shown(Feature.KindCase kind) {
    return switch (kind) {
      case BYTES_LIST -> "string";
      case FLOAT_LIST -> "floating-point";
      default -> "whole-number";
    };
  }

  private void finish() {
    Feature.Builder finished = feature;
    if (finished != null) {
      features.putFeature(name, finished.build());
      feature = null;
    }
  }

  /**
   * The bytes of the example. Those of another before them make one message, in which this
   * example's features replace the other's of the same name.
   */
  public byte[] build() {
    finish();
    return Example.newBuilder().setFeatures(features).build().toByteArray();
  }
}
