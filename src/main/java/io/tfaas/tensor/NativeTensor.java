package io.tfaas.tensor;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_AllocateTensor;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteTensor;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_Dim;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_NumDims;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_TString_Copy;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_TString_GetDataPointer;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_TString_GetSize;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_TString_Init;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_TensorData;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.LongAdder;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.tensorflow.internal.c_api.TF_TString;
import org.tensorflow.internal.c_api.TF_Tensor;

/** A {@code TF_Tensor} and a view of its memory; freed when closed. */
final class NativeTensor implements AutoCloseable {

  private static final int TSTRING_BYTES = 24;

  private static final LongAdder OPEN = new LongAdder();

  private final TF_Tensor handle;
  private final Pointer address;
  private final ByteBuffer data;

  /** Takes a tensor over, which is freed where that fails. */
  NativeTensor(TF_Tensor handle, int byteSize) {
    this.handle = handle;
    OPEN.increment();
    try {
      this.address = TF_TensorData(handle);
      this.data =
          byteSize == 0
              ? ByteBuffer.allocate(0)
              : new BytePointer(address)
                  .capacity(byteSize)
                  .asByteBuffer()
                  .order(ByteOrder.nativeOrder());
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** How many there are that are not closed; exact while none is made or closed. */
  static long open() {
    return OPEN.sum();
  }

  /** A new tensor; its elements are undefined, strings are empty. */
  static NativeTensor allocate(ElementType type, Shape shape, int bytes) {
    TF_Tensor handle = TF_AllocateTensor(type.code(), shape.dimensions(), shape.rank(), bytes);
    if (handle == null || handle.isNull()) {
      throw new OutOfMemoryError("TensorFlow cannot allocate a tensor of " + bytes + " bytes");
    }
    NativeTensor tensor = new NativeTensor(handle, bytes);
    if (type == ElementType.STRING) {
      tensor.makeStrings(bytes / TSTRING_BYTES);
    }
    return tensor;
  }

  private void makeStrings(int count) {
    try {
      for (int i = 0; i < count; i++) {
        TF_TString_Init(element(i));
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  TF_Tensor handle() {
    return handle;
  }

  ByteBuffer data() {
    return data;
  }

  Shape shape() {
    long[] dimensions = new long[TF_NumDims(handle)];
    for (int i = 0; i < dimensions.length; i++) {
      dimensions[i] = TF_Dim(handle, i);
    }
    return Shape.of(dimensions);
  }

  void string(int index, byte[] value) {
    try (BytePointer copy = new BytePointer(Math.max(1, value.length))) {
      copy.put(value);
      TF_TString_Copy(element(index), copy, value.length);
    }
  }

  byte[] string(int index) {
    TF_TString string = element(index);
    byte[] value = new byte[Math.toIntExact(TF_TString_GetSize(string))];
    if (value.length > 0) {
      TF_TString_GetDataPointer(string).get(value);
    }
    return value;
  }

  private TF_TString element(int index) {
    return new TF_TString(new BytePointer(address).getPointer((long) index * TSTRING_BYTES));
  }

  @Override
  public void close() {
    TF_DeleteTensor(handle);
    OPEN.decrement();
  }
}
