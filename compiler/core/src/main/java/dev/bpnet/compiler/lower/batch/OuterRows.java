package dev.bpnet.compiler.lower.batch;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.loop.ArrayRef;
import dev.bpnet.compiler.loop.Buffer;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Program;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Type;
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Frame;
import dev.bpnet.compiler.lower.code.Hints;
import dev.bpnet.compiler.lower.code.Nest;
import dev.bpnet.compiler.lower.code.Place;
import dev.bpnet.compiler.lower.code.Share;
import dev.bpnet.compiler.lower.kernel.Accumulation;
import dev.bpnet.compiler.lower.kernel.ContractionTerm;
import dev.bpnet.compiler.lower.kernel.Fusion;
import dev.bpnet.compiler.lower.kernel.RowCopies;
import dev.bpnet.compiler.lower.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The derivative by a matrix without vectors: the outer products of a few examples are added to all
 * rows before the next examples are read. Rows are arrays of their own until the sum is complete.
 */
final class OuterRows {
  private final Storage storage;
  private final RowCopies copies;

  OuterRows(Storage storage, RowCopies copies) {
    this.storage = storage;
    this.copies = copies;
  }

  /**
   * Writes the mean over the batch, if the node is one of outer products with long rows.
   *
   * @param share of the rows to compute; absent for all of them
   */
  boolean write(Node node, Fusion fusion, Optional<Share> share, Block block) {
    boolean fits = OuterMean.of(node, fusion).isPresent() && Accumulation.isLong(node.shape());
    if (fits) {
      write(node, share, storage.place(node, Frame.ofStep()).orElseThrow(), block);
    }
    return fits;
  }

  private void write(Node node, Optional<Share> share, Place target, Block block) {
    int height = node.shape().dim(0);
    int length = node.shape().dim(1);
    Buffer rows =
        storage.add(
            new Buffer(
                storage.unique(Hints.of(node) + "Rows"),
                Buffer.Role.ROWS,
                Type.REAL,
                height,
                length,
                "Rows of a sum over the batch"));
    Accumulation.Term term = new ContractionTerm(node.input(0), storage, copies, false);
    Expr scale = Accumulation.scale(block);
    Expr tail = Accumulation.tail(block);
    forRows(
        block,
        share,
        height,
        (inner, i) -> inner.add(new Stmt.Fill(ArrayRef.row(rows, i), Index.ZERO, length, 0)));
    int terms = Accumulation.TERMS;
    Nest.counted(
        block,
        "b",
        Index.ZERO,
        tail,
        terms,
        (inner, b) ->
            forRows(inner, share, height, (body, i) -> add(term, rows, i, b, terms, body)));
    Nest.counted(
        block,
        "b",
        tail,
        Index.of(Program.COUNT),
        1,
        (inner, b) -> forRows(inner, share, height, (body, i) -> add(term, rows, i, b, 1, body)));
    forRows(
        block,
        share,
        height,
        (inner, i) -> {
          ArrayRef row = ArrayRef.row(rows, i);
          Nest.counted(
              inner,
              "j",
              Index.ZERO,
              Index.of(length),
              1,
              (body, j) ->
                  body.store(row, j, Expr.apply(Function.MULTIPLY, new Expr.Load(row, j), scale)));
          Expr place = target.index(Index.multiply(i, length));
          inner.add(new Stmt.Copy(row, Index.ZERO, target.array(), place, length));
        });
  }

  private static void add(
      Accumulation.Term term, Buffer rows, Expr i, Expr b, int count, Block block) {
    List<Accumulation.AddedTerm> added = new ArrayList<>();
    for (int e = 0; e < count; e++) {
      Expr slot = Index.add(b, Index.of(e));
      Frame frame = Frame.of(Index.add(Index.of(Program.FIRST), slot), slot);
      added.add(term.at(block, frame, List.of(i), List.of()));
    }
    Accumulation.addAll(block, added, ArrayRef.row(rows, i), rows.size());
  }

  private static void forRows(
      Block block, Optional<Share> share, int height, BiConsumer<Block, Expr> body) {
    Expr from = share.map(Share::from).orElse(Index.ZERO);
    Expr to = share.map(part -> part.to(height)).orElse(Index.of(height));
    Nest.counted(block, "i", from, to, 1, body);
  }
}
