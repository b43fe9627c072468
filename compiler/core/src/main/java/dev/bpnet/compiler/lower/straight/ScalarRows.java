package dev.bpnet.compiler.lower.straight;

import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.loop.ArrayRef;
import dev.bpnet.compiler.loop.Buffer;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Type;
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Hints;
import dev.bpnet.compiler.lower.storage.Layout;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Examples that straight-line code computes side by side, operation by operation, so that the
 * processor has something to do for one while it waits for another.
 */
class ScalarRows {
  private final Layout layout;
  private final Block block;
  private final List<Expr> examples;
  private final List<Map<Node, Expr[]>> done = new ArrayList<>();
  private final List<Stmt> additions = new ArrayList<>();

  /**
   * @param block what is computed goes here
   * @param examples their numbers
   */
  ScalarRows(Layout layout, Block block, List<Expr> examples) {
    this.layout = layout;
    this.block = block;
    this.examples = List.copyOf(examples);
    examples.forEach(example -> done.add(new IdentityHashMap<>()));
  }

  final Layout layout() {
    return layout;
  }

  final Block block() {
    return block;
  }

  final int count() {
    return examples.size();
  }

  final Expr example(int row) {
    return examples.get(row);
  }

  /** The elements of a value of one of the examples, computed before. */
  final Expr[] elements(Node node, int row) {
    return done.get(row).get(node);
  }

  /**
   * Computes a value per example.
   *
   * @param pass knows the values per step
   * @param firstOfBatch the example that counts as number 0 for random values
   */
  final void compute(Node node, ScalarPass pass, Expr firstOfBatch) {
    for (int row = 0; row < count(); row++) {
      Expr[] elements =
          switch (node.op()) {
            case VARIABLE -> load(node, row);
            case RANDOM -> random(node, row, firstOfBatch);
            default -> {
              ScalarRules rules = new ScalarRules(block, mark(row));
              yield new FusedRules(rules, pass.values(this, row)).elements(node);
            }
          };
      done.get(row).put(node, elements);
    }
  }

  /** Names of the same value of several examples end in K, L and so on; B is for biases. */
  private String mark(int row) {
    return count() == 1 ? "" : String.valueOf((char) ('K' + row));
  }

  /** What an example has of an input or target. */
  Expr[] load(Node node, int row) {
    Buffer array = layout.array(node.variable());
    Expr place = Index.multiply(example(row), layout.size(array.role()));
    Expr[] elements = new Expr[node.shape().size()];
    for (int i = 0; i < elements.length; i++) {
      Expr index = Index.add(place, Index.of(layout.offset(node.variable()) + i));
      Expr value = new Expr.Load(ArrayRef.flat(array), index);
      elements[i] = block.let(value, Hints.element(node, i) + mark(row), true);
    }
    return elements;
  }

  private Expr[] random(Node node, int row, Expr firstOfBatch) {
    Expr position = Expr.apply(Function.SUBTRACT, example(row), firstOfBatch);
    Expr site = new Expr.Int(((Attribute.Site) node.attribute()).number());
    Expr[] elements = new Expr[node.shape().size()];
    for (int i = 0; i < elements.length; i++) {
      Expr value = Expr.apply(Function.RANDOM, site, position, new Expr.Int(i));
      elements[i] = block.let(value, Hints.element(node, i) + mark(row), true);
    }
    return elements;
  }

  /** Adds the values, one of each example, to a sum over the batch. */
  void add(Local sum, List<Expr> values) {
    if (sum.type() == Type.DOUBLE || values.size() == 1) {
      values.forEach(value -> add(sum, value));
    } else {
      add(sum, tree(values));
    }
  }

  private void add(Local sum, Expr value) {
    addLater(new Stmt.Assign(sum, sum(sum, value)));
  }

  /** After all that is computed. */
  final void addLater(Stmt.Assign addition) {
    additions.add(addition);
  }

  private Expr sum(Local sum, Expr value) {
    return sum.type() == Type.DOUBLE
        ? Expr.apply(Function.ADD, Expr.ref(sum), value)
        : block.sum(Expr.ref(sum), value);
  }

  /** Neighbours first: what waits for what is then no longer than need be. */
  private Expr tree(List<Expr> values) {
    List<Expr> level = values;
    while (level.size() > 1) {
      List<Expr> next = new ArrayList<>();
      for (int i = 0; i + 1 < level.size(); i += 2) {
        next.add(block.let(block.sum(level.get(i), level.get(i + 1))));
      }
      if (level.size() % 2 == 1) {
        next.add(level.get(level.size() - 1));
      }
      level = next;
    }
    return level.get(0);
  }

  /** All that was computed, and last what was added up. */
  final List<Stmt> statements() {
    List<Stmt> all = new ArrayList<>(block.statements());
    all.addAll(additions);
    return all;
  }
}
