package dev.bpnet.compiler.lower.code;

import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.loop.ArrayRef;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Index;
import java.util.List;

/**
 * A tensor in memory, row-major.
 *
 * @param base where its first element lies in the array
 */
public record Place(ArrayRef array, Expr base) {
  public Expr load(Expr linear) {
    return new Expr.Load(array, index(linear));
  }

  public Expr index(Expr linear) {
    return Index.add(base, linear);
  }

  /** Copies the whole tensor. */
  public void copyTo(Place target, int size, Block block) {
    if (size == 1) {
      block.store(target.array, target.base, load(Index.ZERO));
    } else {
      block.add(
          new dev.bpnet.compiler.loop.Stmt.Copy(array, base, target.array, target.base, size));
    }
  }

  /** The row-major number of an element. */
  public static Expr linear(Shape shape, List<Expr> indices) {
    int[] strides = shape.strides();
    Expr sum = Index.ZERO;
    for (int axis = 0; axis < strides.length; axis++) {
      sum = Index.add(sum, Index.multiply(indices.get(axis), strides[axis]));
    }
    return sum;
  }
}
