package io.tfaas.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tfaas.error.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.Feature;
import org.tensorflow.proto.Features;

final class ExampleBuilderTest {

  private static Features features(byte[] example) throws InvalidProtocolBufferException {
    return Example.parseFrom(example).getFeatures();
  }

  @Test
  void aFeatureIsOfTheKindOfItsValues() throws InvalidProtocolBufferException {
    ExampleBuilder builder = new ExampleBuilder();
    builder.feature("text");
    builder.add("a".getBytes(UTF_8));
    builder.feature("whole");
    builder.add(1L);
    builder.add(2L);
    builder.feature("float");
    builder.add(1.5f);

    Features features = features(builder.build());
    assertThat(features.getFeatureOrThrow("text").getBytesList().getValue(0).toStringUtf8())
        .isEqualTo("a");
    assertThat(features.getFeatureOrThrow("whole").getInt64List().getValueList())
        .containsExactly(1L, 2L);
    assertThat(features.getFeatureOrThrow("float").getFloatList().getValueList())
        .containsExactly(1.5f);
  }

  @Test
  void aFeatureWithoutValuesHasNoKind() throws InvalidProtocolBufferException {
    ExampleBuilder builder = new ExampleBuilder();
    builder.feature("none");

    assertThat(features(builder.build()).getFeatureOrThrow("none").getKindCase())
        .isEqualTo(Feature.KindCase.KIND_NOT_SET);
  }

  @Test
  void showsNoControlCharactersOfANameItRefuses() {
    ExampleBuilder builder = new ExampleBuilder();
    builder.feature("a\rb");

    assertThatThrownBy(() -> builder.feature("a\rb"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("The feature 'a?b' is given twice");
  }

  @Test
  void refusesANameWithHalfOfASurrogatePair() {
    assertThatThrownBy(() -> new ExampleBuilder().feature("a\ud800"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("The feature 'a?' has half of a surrogate pair");
  }

  @Test
  void refusesValuesOfTwoKindsInAFeature() {
    ExampleBuilder builder = new ExampleBuilder();
    builder.feature("mixed");
    builder.add(1L);

    assertThatThrownBy(() -> builder.add("a".getBytes(UTF_8)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("The feature 'mixed' mixes whole-number and string values");
  }

  @Test
  void refusesAFeatureThatIsThereAlready() {
    ExampleBuilder builder = new ExampleBuilder();
    builder.feature("a");

    assertThatThrownBy(() -> builder.feature("a"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("The feature 'a' is given twice");
  }
}
