package dev.bpnet.compiler.lower.kernel;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.loop.ArrayRef;
import dev.bpnet.compiler.loop.Buffer;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Type;
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Frame;
import dev.bpnet.compiler.lower.code.Hints;
import dev.bpnet.compiler.lower.code.Nest;
import dev.bpnet.compiler.lower.code.Place;
import dev.bpnet.compiler.lower.code.RoutineBuilder;
import dev.bpnet.compiler.lower.code.Share;
import dev.bpnet.compiler.lower.storage.Storage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Copies of tensors as rows, each an array of its own. HotSpot vectorises a loop only if every
 * array is indexed by the bare loop variable; a row gives it that whatever lies around.
 */
public final class RowCopies {
  /** Which tensor, along which axis its rows run. */
  private record Key(Node node, int axis) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Key that && node == that.node && axis == that.axis;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(node) * 31 + axis;
    }
  }

  private static final int TOGETHER = 8;

  /** Copying fewer elements takes a few microseconds. */
  private static final long LEAST_DIVIDED = 1 << 15;

  private final Storage storage;
  private final Map<Key, Buffer> prepared = new LinkedHashMap<>();
  private final Map<Key, Buffer> perExample = new LinkedHashMap<>();
  private final Map<Key, PanelCopy> panelled = new LinkedHashMap<>();

  public RowCopies(Storage storage) {
    this.storage = storage;
  }

  /**
   * Rows of a tensor that depends on parameters alone.
   *
   * @return a buffer with one row for each place on the other axes, in row-major order
   */
  Buffer rows(Node node, int axis) {
    return prepared.computeIfAbsent(
        new Key(node, axis),
        key -> {
          int size = node.shape().dim(axis);
          boolean last = axis == node.shape().rank() - 1;
          String name = storage.unique(Hints.of(node) + (last ? "Rows" : "Columns"));
          String comment =
              (last ? "The rows of " : "The columns of ")
                  + (node.op() == Op.VARIABLE ? node.variable().name() : Hints.of(node));
          return storage.add(
              new Buffer(
                  name, Buffer.Role.ROWS, Type.REAL, node.shape().size() / size, size, comment));
        });
  }

  /**
   * Panels of columns of a matrix that depends on parameters alone, each copied row by row, so that
   * a panel lies in one stretch of memory.
   *
   * @param along whether columns of the panels are columns of the matrix; else they are its rows
   */
  public Buffer panels(Node node, boolean along, int lanes, List<Panels> panels) {
    return panelled
        .computeIfAbsent(
            new Key(node, along ? 1 : 0),
            key -> {
              int rows = node.shape().dim(along ? 0 : 1);
              Buffer buffer =
                  storage.add(
                      new Buffer(
                          storage.unique(Hints.of(node) + (along ? "Panels" : "RowPanels")),
                          Buffer.Role.FLAT,
                          Type.REAL,
                          0,
                          rows * Panels.packed(panels),
                          "Panels of " + (along ? "columns" : "rows") + " of " + Hints.of(node)));
              return new PanelCopy(node, along, lanes, panels, buffer);
            })
        .buffer();
  }

  /** A copy of a vector that comes with the examples, one row per example of the batch. */
  Buffer exampleRows(Node node) {
    return perExample.computeIfAbsent(
        new Key(node, 0),
        key ->
            storage.add(
                new Buffer(
                    storage.unique(Hints.of(node)),
                    Buffer.Role.PER_EXAMPLE,
                    Type.REAL,
                    0,
                    node.shape().size(),
                    "A copy of " + Hints.of(node))));
  }

  /**
   * The code that fills the rows of parameters.
   *
   * @param parts into how many parts each is divided; 1 if they are not
   */
  public List<List<Stmt>> prepareRows(int parts, RoutineBuilder routines) {
    List<List<Stmt>> kernels = new ArrayList<>();
    prepared.forEach((key, buffer) -> kernels.add(fill(key, buffer, parts)));
    panelled.values().forEach(copy -> kernels.add(copy.write(parts, storage, routines)));
    return kernels;
  }

  /** Whether filling the rows is much work that can be divided. */
  public boolean isWorthDividing() {
    List<Key> keys = new ArrayList<>(prepared.keySet());
    keys.addAll(panelled.keySet());
    long elements = keys.stream().mapToLong(key -> key.node().shape().size()).sum();
    return elements >= LEAST_DIVIDED
        && keys.stream().allMatch(k -> k.node().op() == Op.VARIABLE && k.node().shape().rank() > 1);
  }

  /** The code that copies what comes with an example. */
  public List<Stmt> copyExample(Frame frame) {
    Block block = Block.top();
    perExample.forEach(
        (key, buffer) -> {
          Place from = storage.place(key.node(), frame).orElseThrow();
          block.add(
              new Stmt.Copy(
                  from.array(),
                  from.base(),
                  ArrayRef.row(buffer, frame.slot()),
                  Index.ZERO,
                  buffer.size()));
        });
    return block.statements();
  }

  public boolean hasExampleRows() {
    return !perExample.isEmpty();
  }

  /** Columns of a matrix, several at a time: what is read together lies together. */
  private void columns(Node node, Buffer buffer, Optional<Share> share, Block block) {
    int whole = buffer.rows() / TOGETHER * TOGETHER;
    if (whole > 0) {
      Nest.counted(
          block,
          "i",
          share.map(Share::from).orElse(Index.ZERO),
          share.map(part -> part.to(whole)).orElse(Index.of(whole)),
          TOGETHER,
          (inner, i) -> columns(node, buffer, i, TOGETHER, inner));
    }
    if (whole == buffer.rows()) {
      return;
    }
    int rest = buffer.rows() - whole;
    if (share.isEmpty()) {
      columns(node, buffer, Index.of(whole), rest, block);
      return;
    }
    // A loop of one round, in the part that has the last columns, or of none.
    Expr from = Expr.apply(Function.MAX, share.get().from(), Index.of(whole));
    Expr to = share.get().to(buffer.rows());
    Nest.counted(
        block, "i", from, to, TOGETHER, (inner, i) -> columns(node, buffer, i, rest, inner));
  }

  private void columns(Node node, Buffer buffer, Expr first, int count, Block block) {
    Place from = storage.place(node, Frame.ofStep()).orElseThrow();
    Nest.counted(
        block,
        "k",
        Index.ZERO,
        Index.of(buffer.size()),
        1,
        (inner, k) -> {
          for (int c = 0; c < count; c++) {
            Expr column = Index.add(first, Index.of(c));
            Expr value = from.load(Place.linear(node.shape(), List.of(k, column)));
            inner.store(ArrayRef.row(buffer, column), k, value);
          }
        });
  }

  private List<Stmt> fill(Key key, Buffer buffer, int parts) {
    Block block = Block.top();
    Node node = key.node();
    if (node.shape().rank() == 2 && key.axis() == 0 && storage.isPlaced(node)) {
      Optional<Share> share =
          parts == 1 ? Optional.empty() : Optional.of(new Share(buffer.rows(), TOGETHER, parts));
      columns(node, buffer, share, block);
      return block.statements();
    }
    Frame frame = Frame.ofStep();
    int last = node.shape().rank() - 1;
    int[] others = node.shape().without(List.of(key.axis())).dims();
    BiConsumer<Block, List<Expr>> body =
        (inner, at) -> {
          ArrayRef row = ArrayRef.row(buffer, Place.linear(Shape.of(others), at));
          List<Expr> start = new ArrayList<>(at);
          start.add(key.axis(), Index.ZERO);
          if (key.axis() == last && storage.isPlaced(node)) {
            Place from = storage.place(node, frame).orElseThrow();
            Expr base = from.index(Place.linear(node.shape(), start));
            inner.add(new Stmt.Copy(from.array(), base, row, Index.ZERO, buffer.size()));
            return;
          }
          Nest.counted(
              inner,
              Nest.name(others.length),
              Index.ZERO,
              Index.of(buffer.size()),
              1,
              (line, i) -> {
                List<Expr> place = new ArrayList<>(at);
                place.add(key.axis(), i);
                Expr element = new Elements(storage, frame, line).element(node, place);
                line.store(row, i, element);
              });
        };
    if (parts == 1) {
      Nest.over(block, others, body);
    } else {
      Nest.over(block, new Share(others[0], 1, parts), others, body);
    }
    return block.statements();
  }
}
