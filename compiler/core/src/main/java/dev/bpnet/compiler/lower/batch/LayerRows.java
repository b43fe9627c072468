package dev.bpnet.compiler.lower.batch;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.loop.ArrayRef;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Routine;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.lower.analysis.Contraction;
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Frame;
import dev.bpnet.compiler.lower.code.Hints;
import dev.bpnet.compiler.lower.code.Nest;
import dev.bpnet.compiler.lower.code.RoutineBuilder;
import dev.bpnet.compiler.lower.kernel.Accumulation;
import dev.bpnet.compiler.lower.kernel.ContractionTerm;
import dev.bpnet.compiler.lower.kernel.Elements;
import dev.bpnet.compiler.lower.kernel.Fusion;
import dev.bpnet.compiler.lower.kernel.RowCopies;
import dev.bpnet.compiler.lower.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A dense layer of a range of examples without vectors: a few rows of the matrix are added to the
 * sums of all examples before the next rows are read, so that they are read once.
 */
final class LayerRows {
  private static final Expr ZERO = new Expr.Real(0);

  private final Storage storage;
  private final RowCopies rows;
  private final RoutineBuilder routines;

  LayerRows(Storage storage, RowCopies rows, RoutineBuilder routines) {
    this.storage = storage;
    this.rows = rows;
    this.routines = routines;
  }

  /** A routine over a range of examples, if the node is a matrix times a long vector of each. */
  Optional<Routine> routine(Node node, Fusion fusion) {
    return MatrixTimesVector.of(node, fusion)
        .filter(product -> Accumulation.isLong(node.shape()))
        .filter(product -> beginsItsRow(node))
        .map(product -> write(node, product.contract(), product.start()));
  }

  /** Not behind others in an array that they share. */
  private boolean beginsItsRow(Node node) {
    return storage.place(node, Frame.ofStep()).orElseThrow().base().equals(Index.ZERO);
  }

  private Routine write(Node node, Node contract, Optional<Node> start) {
    Block body = Block.top();
    Accumulation.Term term = new ContractionTerm(contract, storage, rows, false);
    int terms = Contraction.of(contract).summedShape().size();
    int whole = terms / Accumulation.TERMS * Accumulation.TERMS;
    Addend sums = (block, frame, j) -> new Expr.Load(row(node, frame), j);
    int first = whole;
    if (terms < 2 * Accumulation.TERMS) {
      first = Math.min(terms, Accumulation.TERMS);
      add(node, term, new Terms(Index.ZERO, first), start(start), body);
    } else {
      forExamples(body, (inner, frame) -> begin(node, start, frame, inner));
      Nest.counted(
          body,
          "k",
          Index.ZERO,
          Index.of(whole),
          Accumulation.TERMS,
          (inner, k) -> add(node, term, new Terms(k, Accumulation.TERMS), sums, inner));
    }
    if (first < terms) {
      add(node, term, new Terms(Index.of(first), terms - first), sums, body);
    }
    return routines.single(Hints.of(node), Hints.purpose(node), Batches.RANGE, body.statements());
  }

  /** What terms are added to. */
  private interface Addend {
    Expr at(Block block, Frame frame, Expr j);
  }

  /** Terms that are added at once. */
  private record Terms(Expr from, int count) {}

  /** What a sum of few terms starts from: it need not be stored before they are added. */
  private Addend start(Optional<Node> start) {
    return (block, frame, j) -> start.map(n -> element(n, frame, block, j)).orElse(ZERO);
  }

  private Expr element(Node node, Frame frame, Block block, Expr j) {
    return new Elements(storage, frame, block).element(node, List.of(j));
  }

  private void begin(Node node, Optional<Node> start, Frame frame, Block block) {
    ArrayRef row = row(node, frame);
    int length = node.shape().size();
    if (start.isEmpty()) {
      block.add(new Stmt.Fill(row, Index.ZERO, length, 0));
      return;
    }
    Nest.counted(
        block,
        "j",
        Index.ZERO,
        Index.of(length),
        1,
        (inner, j) -> inner.store(row, j, element(start.get(), frame, inner, j)));
  }

  /** Adds terms to every element of every example. */
  private void add(Node node, Accumulation.Term term, Terms terms, Addend to, Block block) {
    forExamples(
        block,
        (inner, frame) -> {
          List<Accumulation.AddedTerm> added = new ArrayList<>();
          for (int i = 0; i < terms.count(); i++) {
            List<Expr> summed = List.of(Index.add(terms.from(), Index.of(i)));
            added.add(term.at(inner, frame, List.of(), summed));
          }
          Accumulation.addAll(
              inner,
              added,
              (body, j) -> to.at(body, frame, j),
              row(node, frame),
              node.shape().size());
        });
  }

  private ArrayRef row(Node node, Frame frame) {
    return storage.place(node, frame).orElseThrow().array();
  }

  private static void forExamples(Block block, java.util.function.BiConsumer<Block, Frame> body) {
    Nest.counted(
        block,
        "b",
        Index.of(Batches.FROM),
        Index.of(Batches.TO),
        1,
        (inner, b) -> body.accept(inner, Frame.of(Index.add(Index.of(Batches.BASE), b), b)));
  }
}
