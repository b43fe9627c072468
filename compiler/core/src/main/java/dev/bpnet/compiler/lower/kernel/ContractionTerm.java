package dev.bpnet.compiler.lower.kernel;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.loop.ArrayRef;
import dev.bpnet.compiler.loop.Buffer;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.lower.analysis.Contraction;
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Frame;
import dev.bpnet.compiler.lower.code.Place;
import dev.bpnet.compiler.lower.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The products that a contraction sums, each operand read along rows where it can be. */
public final class ContractionTerm implements Accumulation.Term {
  /** Rows shorter than this are not worth a copy of their own. */
  private static final int SHORTEST_ROW = 13;

  private final Node node;
  private final Contraction contraction;
  private final Storage storage;
  private final RowCopies rows;
  private final boolean overBatch;

  /**
   * @param overBatch whether the sum runs over the batch, so that a copy of an input as a row pays
   */
  public ContractionTerm(Node node, Storage storage, RowCopies rows, boolean overBatch) {
    this.node = node;
    this.contraction = Contraction.of(node);
    this.storage = storage;
    this.rows = rows;
    this.overBatch = overBatch;
  }

  @Override
  public Accumulation.AddedTerm at(
      Block outer, Frame frame, List<Expr> leading, List<Expr> summed) {
    Factor first = factor(0, outer, frame, leading, summed);
    Factor second = factor(1, outer, frame, leading, summed);
    return (sum, block, last) ->
        block.apply(Function.FMA, first.at(block, last), second.at(block, last), sum);
  }

  /** An operand along the last axis of the result. */
  private interface Factor {
    Expr at(Block block, Expr last);
  }

  private Factor factor(
      int operand, Block outer, Frame frame, List<Expr> leading, List<Expr> summed) {
    List<Integer> labels = contraction.operand(operand);
    Node input = node.input(operand);
    List<Integer> kept = contraction.kept();
    int lastLabel = kept.isEmpty() ? -1 : kept.get(kept.size() - 1);
    int axis = kept.isEmpty() ? -1 : labels.indexOf(lastLabel);
    if (axis < 0) {
      Expr scalar =
          new Elements(storage, frame, outer)
              .element(input, place(labels, leading, summed, Index.ZERO));
      return (block, last) -> scalar;
    }
    Optional<ArrayRef> row =
        row(input, axis, frame, without(place(labels, leading, summed, Index.ZERO), axis));
    if (row.isPresent()) {
      return (block, last) -> block.let(new Expr.Load(row.get(), last));
    }
    return (block, last) ->
        new Elements(storage, frame, block).element(input, place(labels, leading, summed, last));
  }

  private List<Expr> place(List<Integer> labels, List<Expr> leading, List<Expr> summed, Expr last) {
    List<Expr> at = new ArrayList<>();
    for (int label : labels) {
      int keptAxis = contraction.kept().indexOf(label);
      if (keptAxis < 0) {
        at.add(summed.get(contraction.summed().indexOf(label)));
      } else {
        at.add(keptAxis < contraction.kept().size() - 1 ? leading.get(keptAxis) : last);
      }
    }
    return at;
  }

  private static List<Expr> without(List<Expr> at, int axis) {
    List<Expr> others = new ArrayList<>(at);
    others.remove(axis);
    return others;
  }

  /** The operand along an axis as an array that the bare loop variable indexes. */
  private Optional<ArrayRef> row(Node input, int axis, Frame frame, List<Expr> others) {
    if (input.op() != Op.VARIABLE || input.shape().dim(axis) < SHORTEST_ROW) {
      return Optional.empty();
    }
    if (input.perExample()) {
      boolean copied = overBatch && input.shape().rank() == 1 && input.kind().isReal();
      return copied
          ? Optional.of(ArrayRef.row(rows.exampleRows(input), frame.slot()))
          : Optional.empty();
    }
    if (input.shape().rank() == 1 || !node.perExample()) {
      return Optional.empty();
    }
    Buffer buffer = rows.rows(input, axis);
    Expr number = Place.linear(input.shape().without(List.of(axis)), others);
    return Optional.of(ArrayRef.row(buffer, number));
  }
}
