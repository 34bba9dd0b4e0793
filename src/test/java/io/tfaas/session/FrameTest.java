package io.tfaas.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_AllocateTensor;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_FLOAT;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_QINT8;

import io.tfaas.error.InvalidInputException;
import io.tfaas.tensor.OpenTensors;
import org.junit.jupiter.api.Test;

final class FrameTest {

  private static void put(Frame frame, int index, int type, int width) {
    long[] rows = {3};
    frame.outputs().put(index, TF_AllocateTensor(type, rows, 1, 3L * width));
  }

  @Test
  void outputsAreAllFreedWhereOneOfThemCannotBeTaken() {
    Frame frame = new Frame(0, 3);
    put(frame, 0, TF_FLOAT, 4);
    put(frame, 1, TF_QINT8, 1);
    put(frame, 2, TF_FLOAT, 4);
    long open = OpenTensors.count();
    assertThatThrownBy(frame::takeOutputs)
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("The model's output is of a type that cannot be sent");
    assertThat(OpenTensors.count()).isEqualTo(open);
    frame.free();
  }
}
