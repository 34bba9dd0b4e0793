package io.tfaas.tensor;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_TensorByteSize;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_TensorType;

import io.tfaas.error.InvalidInputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.internal.c_api.TF_Tensor;

/**
 * A tensor: element type, shape and elements. A large one lies in TensorFlow's memory from the
 * start, a small one in Java's until TensorFlow needs it, because a request's few numbers are
 * cheaper kept there. Whoever made it, or got it from a session, closes it; nothing of it may be
 * used afterwards. Not safe for use by several threads at once.
 */
public final class Tensor implements AutoCloseable {

  /* Up to here copying costs less than a native allocation and its Java wrappers. */
  private static final int LARGEST_IN_HEAP = 16 * 1024;

  private static final byte[][] NO_STRINGS = {};

  private final ElementType type;
  private final Shape shape;
  private final int size;
  private final ByteBuffer data;
  private final byte[][] strings;
  private @Nullable NativeTensor nativeTensor;

  private Tensor(ElementType type, Shape shape, ByteBuffer data, byte[][] strings) {
    this.type = type;
    this.shape = shape;
    this.size = (int) shape.elements();
    this.data = data;
    this.strings = strings;
  }

  private Tensor(NativeTensor nativeTensor, ElementType type, Shape shape) {
    this(type, shape, nativeTensor.data(), NO_STRINGS);
    this.nativeTensor = nativeTensor;
  }

  /**
   * A new tensor; its elements are undefined, strings are empty.
   *
   * @throws InvalidInputException when it would take 2 GiB or more, or its shape is none that a
   *     tensor can have
   */
  public static Tensor allocate(ElementType type, Shape shape) {
    int bytes = byteSize(type, shape);
    if (bytes > LARGEST_IN_HEAP) {
      return new Tensor(NativeTensor.allocate(type, shape, bytes), type, shape);
    }
    if (type == ElementType.STRING) {
      byte[][] strings = new byte[(int) shape.elements()][];
      Arrays.fill(strings, new byte[0]);
      return new Tensor(type, shape, ByteBuffer.allocate(0), strings);
    }
    ByteBuffer data = ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
    return new Tensor(type, shape, data, NO_STRINGS);
  }

  /** Puts the elements into a new tensor. */
  @FunctionalInterface
  public interface Filler<E extends Exception> {

    void fill(Tensor tensor) throws E;
  }

  /**
   * A new tensor with its elements; it is closed again where not all of them can be put in.
   *
   * @throws InvalidInputException as {@link #allocate}
   * @throws E as the filler does
   */
  public static <E extends Exception> Tensor filled(ElementType type, Shape shape, Filler<E> filler)
      throws E {
    Tensor tensor = allocate(type, shape);
    boolean filled = false;
    try {
      filler.fill(tensor);
      filled = true;
      return tensor;
    } finally {
      if (!filled) {
        tensor.close();
      }
    }
  }

  private static int byteSize(ElementType type, Shape shape) {
    if (!shape.isPossible() || shape.elements() > Integer.MAX_VALUE / type.bytes()) {
      throw new InvalidInputException(
          "A tensor of " + type + shape + " is too large: 2 GiB is the limit");
    }
    return (int) shape.elements() * type.bytes();
  }

  /**
   * Takes over a tensor that TensorFlow made. It is freed where that fails.
   *
   * @throws InvalidInputException when it is of a type that no reply can carry
   */
  public static Tensor adopt(TF_Tensor handle) {
    long bytes = TF_TensorByteSize(handle);
    NativeTensor adopted = new NativeTensor(handle, (int) Math.min(bytes, Integer.MAX_VALUE));
    try {
      return new Tensor(adopted, sendableType(handle, bytes), adopted.shape());
    } catch (RuntimeException | Error e) {
      adopted.close();
      throw e;
    }
  }

  private static ElementType sendableType(TF_Tensor handle, long bytes) {
    ElementType type = ElementType.find(TF_TensorType(handle)).orElse(null);
    if (type == null) {
      throw new InvalidInputException("The model's output is of a type that cannot be sent");
    }
    if (bytes > Integer.MAX_VALUE) {
      throw new InvalidInputException("The model's output takes 2 GiB or more");
    }
    return type;
  }

  /**
   * One tensor of the rows of several, in their order; these stay the caller's.
   *
   * @param parts one or more, of one type and, but for the first dimension, one shape
   */
  public static Tensor concatenate(List<Tensor> parts) {
    Tensor first = parts.get(0);
    long rows = 0;
    for (Tensor part : parts) {
      rows += part.shape.dimension(0);
    }
    return filled(first.type, first.shape.withFirst(rows), whole -> copyAll(parts, whole));
  }

  private static void copyAll(List<Tensor> parts, Tensor whole) {
    int at = 0;
    for (Tensor part : parts) {
      part.copyTo(whole, 0, at, part.size);
      at += part.size;
    }
  }

  /**
   * A copy of some of the tensor's rows, which are the slices of its first dimension.
   *
   * @param from index of the first row
   */
  public Tensor copyOfRows(int from, int count) {
    int row = (int) (shape.dimension(0) == 0 ? 0 : size / shape.dimension(0));
    return filled(type, shape.withFirst(count), copy -> copyTo(copy, from * row, 0, copy.size));
  }

  private void copyTo(Tensor target, int from, int to, int count) {
    if (type == ElementType.STRING) {
      for (int i = 0; i < count; i++) {
        target.bytes(to + i, bytes(from + i));
      }
    } else {
      int width = type.bytes();
      target.data.put(to * width, data, from * width, count * width);
    }
  }

  public ElementType type() {
    return type;
  }

  public Shape shape() {
    return shape;
  }

  /** The number of elements. */
  public int size() {
    return size;
  }

  /** About how many bytes the elements take; of strings in TensorFlow's memory too few. */
  long byteSize() {
    long bytes = (long) size * type.bytes();
    for (byte[] string : strings) {
      bytes += string.length;
    }
    return bytes;
  }

  /**
   * The elements in row-major order, in the machine's byte order; valid until the tensor is closed.
   * Not for strings.
   */
  public ByteBuffer data() {
    return data;
  }

  /**
   * The tensor in TensorFlow's memory, still owned by this object. Elements that are set later need
   * not show there.
   */
  public TF_Tensor handle() {
    NativeTensor existing = nativeTensor;
    if (existing != null) {
      return existing.handle();
    }
    int bytes = type == ElementType.STRING ? size * type.bytes() : data.capacity();
    NativeTensor made = NativeTensor.allocate(type, shape, bytes);
    nativeTensor = made;
    if (type == ElementType.STRING) {
      for (int i = 0; i < size; i++) {
        made.string(i, strings[i]);
      }
    } else {
      made.data().put(0, data, 0, bytes);
    }
    return made.handle();
  }

  /** Sets a string element; the array is the tensor's from now on. */
  public void bytes(int index, byte[] value) {
    if (strings.length > 0) {
      strings[index] = value;
    } else {
      requireNative(index).string(index, value);
    }
  }

  /** A string element; not to be changed. */
  public byte[] bytes(int index) {
    return strings.length > 0 ? strings[index] : requireNative(index).string(index);
  }

  private NativeTensor requireNative(int index) {
    NativeTensor strings = nativeTensor;
    if (strings == null || index < 0 || index >= size) {
      throw new IndexOutOfBoundsException(index);
    }
    return strings;
  }

  @Override
  public void close() {
    NativeTensor open = nativeTensor;
    nativeTensor = null;
    if (open != null) {
      open.close();
    }
  }
}
