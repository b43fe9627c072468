package dev.bpnet.compiler.lower.code;

import dev.bpnet.compiler.graph.Affine;
import dev.bpnet.compiler.graph.LoopIndex;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Local;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Where code stands: at which example, with which loop indices.
 *
 * @param example number of the example among the examples at hand
 * @param slot its row in buffers that have a row per example
 * @param indices the locals of the loops around
 */
public record Frame(Expr example, Expr slot, Map<LoopIndex, Local> indices) {
  public static Frame of(Expr example, Expr slot) {
    return new Frame(example, slot, Map.of());
  }

  /** A frame for code that belongs to no example. */
  public static Frame ofStep() {
    return of(Index.ZERO, Index.ZERO);
  }

  public Frame inside(LoopIndex index, Local local) {
    Map<LoopIndex, Local> more = new IdentityHashMap<>(indices);
    more.put(index, local);
    return new Frame(example, slot, more);
  }

  public Frame at(Expr newExample, Expr newSlot) {
    return new Frame(newExample, newSlot, indices);
  }

  public Expr index(LoopIndex index) {
    return Index.of(indices.get(index));
  }

  public Expr affine(Affine affine) {
    Expr sum = Index.ZERO;
    for (Affine.Term term : affine.terms()) {
      sum = Index.add(sum, Index.multiply(index(term.index()), term.coefficient()));
    }
    return Index.add(sum, Index.of(affine.offset()));
  }
}
