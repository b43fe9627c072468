package dev.bpnet.compiler.lower.straight;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.loop.ArrayRef;
import dev.bpnet.compiler.loop.Buffer;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Type;
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Hints;
import dev.bpnet.compiler.lower.storage.Layout;
import java.util.List;

/**
 * A known number of examples in the first lanes of vectors. What lies in the other lanes is never
 * read; they compute the last example once more.
 */
final class FewLaneRows extends ScalarRows {
  private final int examples;

  /**
   * @param block one of lanes
   * @param first the number of the first example
   * @param examples at most one for each lane
   */
  FewLaneRows(Layout layout, Block block, Expr first, int examples) {
    super(layout, block, List.of(first));
    this.examples = examples;
  }

  /** An element after the other is put into its lane: so few are not worth a gathering load. */
  @Override
  Expr[] load(Node node, int row) {
    Buffer array = layout().array(node.variable());
    int width = layout().size(array.role());
    Expr place = Index.multiply(example(row), width);
    Expr[] elements = new Expr[node.shape().size()];
    for (int i = 0; i < elements.length; i++) {
      Expr first = Index.add(place, Index.of(layout().offset(node.variable()) + i));
      Expr value = everywhere(array, Index.add(first, Index.of((examples - 1) * width)));
      for (int lane = examples - 2; lane >= 0; lane--) {
        Expr earlier = everywhere(array, Index.add(first, Index.of(lane * width)));
        value = Expr.apply(Function.CHOOSE, isBefore(lane + 1), earlier, value);
      }
      elements[i] = block().let(value, Hints.element(node, i), true);
    }
    return elements;
  }

  private static Expr everywhere(Buffer array, Expr index) {
    Expr element = new Expr.Load(ArrayRef.flat(array), index);
    Expr real = array.type() == Type.INT ? Expr.apply(Function.INT_TO_REAL, element) : element;
    return Expr.apply(Function.BROADCAST, real);
  }

  /** Which lanes are. */
  private Expr isBefore(int lane) {
    Expr bound = Expr.apply(Function.BROADCAST, new Expr.Real(lane));
    Expr is = Expr.apply(Function.LESS, Expr.apply(Function.LANE_NUMBERS), bound);
    return block().let(is, "isBefore" + lane, true);
  }
}
