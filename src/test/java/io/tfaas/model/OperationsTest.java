package io.tfaas.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.Test;
import org.tensorflow.internal.c_api.TF_Buffer;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.OpList;

final class OperationsTest {

  private final Operations operations = new Operations();

  private static List<OpDef> registry() throws Exception {
    TF_Buffer buffer = tensorflow.TF_GetAllOpList();
    try (BytePointer data = new BytePointer(buffer.data())) {
      byte[] bytes = new byte[Math.toIntExact(buffer.length())];
      data.capacity(bytes.length).get(bytes);
      return OpList.parseFrom(bytes).getOpList();
    } finally {
      tensorflow.TF_DeleteBuffer(buffer);
    }
  }

  @Test
  void eachOperationOfTensorFlowHasItsPlaceInTheList() throws Exception {
    assertThat(registry())
        .hasSizeGreaterThan(1000)
        .extracting(OpDef::getName)
        .allMatch(operations::isListed);
  }

  @Test
  void operationsWithNamesOfFilesOrAddressesAreNotAllowedUnseen() throws Exception {
    assertThat(registry())
        .filteredOn(
            operation ->
                operation.getInputArgList().stream()
                        .anyMatch(input -> input.getName().matches(".*(file|path|address|url).*"))
                    || operation.getAttrList().stream()
                        .anyMatch(attr -> attr.getName().matches(".*(file|path|address|url).*")))
        .extracting(OpDef::getName)
        .filteredOn(name -> operations.of(name).verdict() == Operations.Verdict.ALLOWED)
        .containsExactlyInAnyOrder(
            /* Paths of a search, and a mark on data that were named files. */
            "CTCBeamSearchDecoder", "TensorSliceDataset");
  }

  @Test
  void whatIsNotInTheListIsRefused() {
    assertThat(operations.of("NoSuchOperation").verdict()).isEqualTo(Operations.Verdict.REFUSED);
  }
}
