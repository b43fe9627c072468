package dev.bpnet.compiler.graph;

import java.util.List;
import java.util.Objects;

/** What an operation has beside its operands; each {@link Op} says which. */
public sealed interface Attribute {
  /** Nothing. */
  record None() implements Attribute {}

  None NONE = new None();

  record Leaf(Variable variable) implements Attribute {}

  /** Compared by bits, so that NaN equals itself and 0 differs from -0. */
  record Value(double value) implements Attribute {
    @Override
    public boolean equals(Object other) {
      return other instanceof Value that
          && Double.doubleToLongBits(value) == Double.doubleToLongBits(that.value);
    }

    @Override
    public int hashCode() {
      return Double.hashCode(value);
    }
  }

  /** A call site of a random value, numbered from 0 in source order. */
  record Site(int number) implements Attribute {}

  record Index(LoopIndex index) implements Attribute {}

  /**
   * A numbered value of a loop. For CARRIED the carried value; for RESULT first the carried values
   * after the last iteration, then the stacked yields.
   *
   * @param index the loop's, which tells nested loops apart
   */
  record Slot(LoopIndex index, int number) implements Attribute {}

  /** Ascending and distinct, save for TRANSPOSE, where they are a permutation. */
  record Axes(List<Integer> axes) implements Attribute {
    public Axes {
      axes = List.copyOf(axes);
    }
  }

  /**
   * An Einstein sum: equal labels run together, labels missing in the result are summed. Within one
   * list labels are distinct; each result label stands in an operand.
   */
  record Labels(List<Integer> first, List<Integer> second, List<Integer> result)
      implements Attribute {
    public Labels {
      first = List.copyOf(first);
      second = List.copyOf(second);
      result = List.copyOf(result);
    }
  }

  /**
   * For SLICE where the result starts in the operand, for PAD where the operand starts in the
   * result.
   */
  record Box(List<Affine> starts) implements Attribute {
    public Box {
      starts = List.copyOf(starts);
    }
  }

  /**
   * The body of a LOOP. Operands of the LOOP are the initial carried values, then every outer node
   * that the body refers to (captured), in first-use order. Body nodes refer to outer nodes
   * directly; a node belongs to the body exactly if it depends on the loop's INDEX or CARRIED
   * leaves.
   *
   * @param index runs up from 0, or down to 0 if descending
   * @param next the carried values at the end of an iteration, in the order of the initial ones
   * @param yields values stacked over the iterations: entry t of the result belongs to index t,
   *     whatever the direction
   */
  record Loop(LoopIndex index, boolean descending, List<Node> next, List<Node> yields)
      implements Attribute {
    public Loop {
      Objects.requireNonNull(index);
      next = List.copyOf(next);
      yields = List.copyOf(yields);
    }
  }
}
