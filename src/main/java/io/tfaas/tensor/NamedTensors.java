package io.tfaas.tensor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Tensors by the names a signature gives them; owns them, and closes them with itself. */
public final class NamedTensors implements AutoCloseable {

  /* Lists, not a map: a signature has few names, and every request makes two of these. */
  private final List<String> names = new ArrayList<>(2);
  private final List<Tensor> tensors = new ArrayList<>(2);

  /** Adds a tensor, which from now on belongs to this object. */
  public void put(String name, Tensor tensor) {
    int place = names.indexOf(name);
    if (place >= 0) {
      tensors.set(place, tensor).close();
    } else {
      names.add(name);
      tensors.add(tensor);
    }
  }

  public Optional<Tensor> find(String name) {
    int place = names.indexOf(name);
    return place < 0 ? Optional.empty() : Optional.of(tensors.get(place));
  }

  /**
   * The tensor of this name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public Tensor require(String name) {
    return find(name).orElseThrow(() -> new IllegalArgumentException("No tensor named " + name));
  }

  /** The names, in the order in which the tensors were added. */
  public List<String> names() {
    return Collections.unmodifiableList(names);
  }

  /** About how many bytes the elements take. */
  public long byteSize() {
    long bytes = 0;
    for (int i = 0; i < tensors.size(); i++) {
      bytes += tensors.get(i).byteSize();
    }
    return bytes;
  }

  @Override
  public void close() {
    tensors.forEach(Tensor::close);
    names.clear();
    tensors.clear();
  }
}
