package io.tfaas.model;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Objects;

/**
 * The keys of a row as one run of characters: most models never look at them, so that no string is
 * made of a key until it is asked for.
 */
public final class KeyList extends AbstractList<String> {

  private char[] characters = new char[256];
  private int[] ends = new int[64];
  private int count;

  /** Adds the key that these characters make; they are copied. */
  public void add(char[] source, int offset, int length) {
    int start = start(count);
    if (start + length > characters.length) {
      characters = Arrays.copyOf(characters, Math.max(start + length, 2 * characters.length));
    }
    System.arraycopy(source, offset, characters, start, length);
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, 2 * count);
    }
    ends[count++] = start + length;
  }

  private int start(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }

  @Override
  public String get(int index) {
    Objects.checkIndex(index, count);
    return new String(characters, start(index), ends[index] - start(index));
  }

  @Override
  public int size() {
    return count;
  }
}
