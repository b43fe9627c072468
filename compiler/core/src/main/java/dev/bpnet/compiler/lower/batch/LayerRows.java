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
import java.util.function.BiConsumer;

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
        .map(this::write);
  }

  /** Not behind others in an array that they share. */
  private boolean beginsItsRow(Node node) {
    return storage.place(node, Frame.ofStep()).orElseThrow().base().equals(Index.ZERO);
  }

  private Routine write(MatrixTimesVector product) {
    Node node = product.node();
    Sums sums =
        new Sums(
            node,
            product.start(),
            new ContractionTerm(product.contract(), storage, rows, false),
            Contraction.of(product.contract()).summedShape().size());
    Block body = Block.top();
    if (sums.terms() < 2 * Accumulation.TERMS) {
      addFew(sums, body);
    } else {
      addMany(sums, body);
    }
    return routines.single(Hints.of(node), Hints.purpose(node), Batches.RANGE, body.statements());
  }

  /**
   * Sums of products.
   *
   * @param start what they start from; zero if absent
   * @param terms how many products each has
   */
  private record Sums(Node node, Optional<Node> start, Accumulation.Term term, int terms) {}

  /** Few terms are added to what sums start from: it need not be stored before. */
  private void addFew(Sums sums, Block body) {
    int first = Math.min(sums.terms(), Accumulation.TERMS);
    add(sums, new Terms(Index.ZERO, first), start(sums), body);
    addRest(sums, first, body);
  }

  /** Many are added a few at once, in a loop. */
  private void addMany(Sums sums, Block body) {
    int whole = sums.terms() / Accumulation.TERMS * Accumulation.TERMS;
    forExamples(body, (inner, frame) -> begin(sums, frame, inner));
    Nest.counted(
        body,
        "k",
        Index.ZERO,
        Index.of(whole),
        Accumulation.TERMS,
        (inner, k) -> add(sums, new Terms(k, Accumulation.TERMS), stored(sums), inner));
    addRest(sums, whole, body);
  }

  private void addRest(Sums sums, int first, Block body) {
    if (first < sums.terms()) {
      Terms rest = new Terms(Index.of(first), sums.terms() - first);
      add(sums, rest, stored(sums), body);
    }
  }

  /** What terms are added to. */
  private interface Addend {
    Expr at(Block block, Frame frame, Expr j);
  }

  /** Terms that are added at once. */
  private record Terms(Expr from, int count) {}

  private Addend start(Sums sums) {
    return (block, frame, j) -> sums.start().map(n -> element(n, frame, block, j)).orElse(ZERO);
  }

  /** What has been summed so far. */
  private Addend stored(Sums sums) {
    return (block, frame, j) -> new Expr.Load(row(sums.node(), frame), j);
  }

  private Expr element(Node node, Frame frame, Block block, Expr j) {
    return new Elements(storage, frame, block).element(node, List.of(j));
  }

  private void begin(Sums sums, Frame frame, Block block) {
    ArrayRef row = row(sums.node(), frame);
    int length = sums.node().shape().size();
    if (sums.start().isEmpty()) {
      block.add(new Stmt.Fill(row, Index.ZERO, length, 0));
      return;
    }
    Nest.counted(
        block,
        "j",
        Index.ZERO,
        Index.of(length),
        1,
        (inner, j) -> inner.store(row, j, element(sums.start().get(), frame, inner, j)));
  }

  /** Adds terms to every element of every example. */
  private void add(Sums sums, Terms terms, Addend to, Block block) {
    forExamples(
        block,
        (inner, frame) -> {
          List<Accumulation.AddedTerm> added = new ArrayList<>();
          for (int i = 0; i < terms.count(); i++) {
            List<Expr> summed = List.of(Index.add(terms.from(), Index.of(i)));
            added.add(sums.term().at(inner, frame, List.of(), summed));
          }
          Accumulation.addAll(
              inner,
              added,
              (body, j) -> to.at(body, frame, j),
              row(sums.node(), frame),
              sums.node().shape().size());
        });
  }

  private ArrayRef row(Node node, Frame frame) {
    return storage.place(node, frame).orElseThrow().array();
  }

  private static void forExamples(Block block, BiConsumer<Block, Frame> body) {
    Nest.counted(
        block,
        "b",
        Index.of(Batches.FROM),
        Index.of(Batches.TO),
        1,
        (inner, b) -> body.accept(inner, Frame.of(Index.add(Index.of(Batches.BASE), b), b)));
  }
}
