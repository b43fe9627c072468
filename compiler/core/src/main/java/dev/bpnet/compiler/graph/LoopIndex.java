package dev.bpnet.compiler.graph;

/** The index of one {@code for} loop, running over 0..count-1. Compared by identity. */
public final class LoopIndex {
  private final String name;
  private final int count;

  public LoopIndex(String name, int count) {
    if (count < 1) {
      throw new IllegalArgumentException("loop of " + count);
    }
    this.name = name;
    this.count = count;
  }

  public String name() {
    return name;
  }

  public int count() {
    return count;
  }

  @Override
  public String toString() {
    return name;
  }
}
