package dev.bpnet.runtime.data;

import dev.bpnet.runtime.Examples;
import java.util.Objects;

/** Some examples of another dataset. */
final class Selection implements Dataset {
  private final Dataset whole;
  private final int[] indices;

  Selection(Dataset whole, int... indices) {
    this.whole = whole;
    this.indices = indices.clone();
    for (int index : indices) {
      Objects.checkIndex(index, whole.size());
    }
  }

  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public Widths widths() {
    return whole.widths();
  }

  @Override
  public void copy(int index, Examples.OfFloat staging, int slot) {
    whole.copy(indices[index], staging, slot);
  }

  @Override
  public void copy(int index, Examples.OfDouble staging, int slot) {
    whole.copy(indices[index], staging, slot);
  }
}
