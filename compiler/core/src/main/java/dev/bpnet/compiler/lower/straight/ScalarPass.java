package dev.bpnet.compiler.lower.straight;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Topology;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.loop.ArrayRef;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Program;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Type;
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Elementwise;
import dev.bpnet.compiler.lower.code.Hints;
import dev.bpnet.compiler.lower.storage.Layout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * One pass over examples in straight-line form. What an example needs of the parameters is computed
 * in the head, what belongs to an example in the body of a loop, the rest in the tail. A pass over
 * one example has no loop, and nothing to sum.
 */
final class ScalarPass {
  private static final Expr ONE = new Expr.Real(1);

  private final Layout layout;
  private final boolean single;
  private final Expr firstOfBatch;
  private final Block head;
  private final Block tail;
  private final List<ScalarRows> stretches = new ArrayList<>();
  private final Map<Node, Expr[]> done = new IdentityHashMap<>();
  private final Map<Node, Integer> readers = new IdentityHashMap<>();
  private final Map<Expr, Local> sums = new HashMap<>();
  private final Map<Node, String> sumNames = new IdentityHashMap<>();
  private final List<Loop> loops = new ArrayList<>();
  private boolean late;

  /** A loop over examples whose body is a stretch. */
  private record Loop(Local first, Expr from, Expr to, ScalarRows body) {
    Stmt statement() {
      return new Stmt.For(first, from, to, body.count(), body.statements());
    }
  }

  private ScalarPass(Layout layout, boolean single, Expr firstOfBatch) {
    this.layout = layout;
    this.single = single;
    this.firstOfBatch = firstOfBatch;
    this.head = Block.top();
    this.tail = single ? head : head.inner();
  }

  /** A pass over this example alone, which is a whole batch. */
  static ScalarPass ofOne(Layout layout, Expr example) {
    ScalarPass pass = new ScalarPass(layout, true, example);
    pass.stretches.add(new ScalarRows(layout, pass.head, List.of(example)));
    return pass;
  }

  /**
   * A pass over examples, one after another.
   *
   * @param firstOfBatch the example that counts as number 0 for random values
   */
  static ScalarPass over(Layout layout, Expr from, Expr to, Expr firstOfBatch) {
    ScalarPass pass = new ScalarPass(layout, false, firstOfBatch);
    pass.loop(from, to, 1);
    return pass;
  }

  /**
   * A pass over the batch.
   *
   * @param sideBySide how many examples are computed at a time, as long as there are so many left
   */
  static ScalarPass overBatch(Layout layout, int sideBySide) {
    Expr first = Index.of(Program.FIRST);
    Expr count = Index.of(Program.COUNT);
    Expr end = Index.add(first, count);
    ScalarPass pass = new ScalarPass(layout, false, first);
    if (sideBySide == 1) {
      pass.loop(first, end, 1);
      return pass;
    }
    Expr left = Expr.apply(Function.REMAINDER, count, Index.of(sideBySide));
    Expr rest = pass.head.let(Expr.apply(Function.SUBTRACT, end, left), "rest", true);
    pass.loop(first, rest, sideBySide);
    pass.loop(rest, end, 1);
    return pass;
  }

  private void loop(Expr from, Expr to, int step) {
    Local first = Local.named("e", Type.INT);
    List<Expr> examples = new ArrayList<>();
    for (int i = 0; i < step; i++) {
      examples.add(Index.add(Index.of(first), Index.of(i)));
    }
    ScalarRows body = new ScalarRows(layout, head.inner(), examples);
    stretches.add(body);
    loops.add(new Loop(first, from, to, body));
  }

  List<ScalarRows> stretches() {
    return stretches;
  }

  Block head() {
    return head;
  }

  Block tail() {
    return tail;
  }

  /** 1 / the number of examples in the batch, known from the given block on. */
  Expr scale(Block block) {
    if (single) {
      return ONE;
    }
    Expr count = Expr.apply(Function.INT_TO_REAL, Index.of(Program.COUNT));
    return block.let(Expr.apply(Function.DIVIDE, ONE, count), "scale", true);
  }

  /** Reads what the roots need of the parameters, in the order of the flat array. */
  void read(Collection<Node> roots) {
    List<Node> nodes = Topology.sort(roots);
    for (Node node : nodes) {
      node.inputs().forEach(input -> readers.merge(input, 1, Integer::sum));
    }
    // Roots are read by whoever asks for them.
    roots.forEach(root -> readers.merge(root, 1, Integer::sum));
    nodes.stream()
        .filter(node -> node.op() == Op.VARIABLE && !node.perExample())
        .sorted(Comparator.comparingInt(node -> layout.offset(node.variable())))
        .forEach(this::elements);
  }

  /** What the rules may know when they compute a value of one of the examples of a stretch. */
  FusedRules.Values values(ScalarRows stretch, int row) {
    return new FusedRules.Values() {
      @Override
      public Expr[] of(Node node) {
        return node.perExample() ? stretch.elements(node, row) : done.get(node);
      }

      @Override
      public boolean isReadOnce(Node node) {
        return readers.getOrDefault(node, 0) == 1;
      }
    };
  }

  /** Names the sums over the batch after the variables whose gradients they are. */
  void name(Map<Variable, Node> gradients) {
    gradients.forEach(
        (variable, gradient) -> {
          List<Node> candidates = new ArrayList<>(gradient.inputs());
          candidates.add(gradient);
          for (Node node : candidates) {
            if (node.op() == Op.BATCH_MEAN && node.shape().equals(variable.shape())) {
              sumNames.putIfAbsent(node, Hints.camel("sum." + variable.name()));
            }
          }
        });
  }

  /** The elements of a value per step, computed where it belongs. */
  Expr[] elements(Node root) {
    compute(root);
    return done.get(root);
  }

  /** Computes a value and what it is made of. */
  void compute(Node root) {
    for (Node node : Topology.sort(List.of(root))) {
      boolean known = node.perExample() ? isKnown(node) : done.containsKey(node);
      if (known) {
        continue;
      }
      if (node.perExample()) {
        stretches.forEach(stretch -> stretch.compute(node, this, firstOfBatch));
      } else {
        done.put(node, step(node, late ? tail : head));
      }
    }
  }

  private boolean isKnown(Node node) {
    return stretches.get(0).elements(node, 0) != null;
  }

  private Expr[] step(Node node, Block block) {
    return switch (node.op()) {
      case VARIABLE -> load(node, block);
      case CONSTANT -> {
        Expr[] elements = new Expr[node.shape().size()];
        Arrays.fill(elements, Elementwise.constant(node.value(), node.kind()));
        yield elements;
      }
      case BATCH_MEAN -> batchMean(node);
      default -> {
        ScalarRules rules = new ScalarRules(block, "");
        yield new FusedRules(rules, values(stretches.get(0), 0)).elements(node);
      }
    };
  }

  private Expr[] load(Node node, Block block) {
    Expr[] elements = new Expr[node.shape().size()];
    ArrayRef array = ArrayRef.flat(layout.array(node.variable()));
    for (int i = 0; i < elements.length; i++) {
      Expr value = new Expr.Load(array, Index.of(layout.offset(node.variable()) + i));
      elements[i] = block.let(value, Hints.element(node, i), true);
    }
    return elements;
  }

  private Expr[] batchMean(Node node) {
    Node operand = node.input(0);
    if (single) {
      return stretches.get(0).elements(operand, 0);
    }
    Expr[] elements = new Expr[operand.shape().size()];
    for (int i = 0; i < elements.length; i++) {
      String name = sumNames.getOrDefault(node, Hints.camel("sum." + Hints.of(node)));
      Local sum = sum(operand, i, name + Hints.suffix(node.shape(), i), Type.REAL);
      elements[i] = tail.apply(Function.MULTIPLY, Expr.ref(sum), scale(tail));
    }
    return elements;
  }

  /** A variable that adds an element of a value up over the examples; one for equal values. */
  private Local sum(Node operand, int element, String hint, Type type) {
    Expr value = stretches.get(0).elements(operand, 0)[element];
    if (type == Type.REAL && sums.containsKey(value)) {
      return sums.get(value);
    }
    Local sum = head.variable(hint, type, new Expr.Real(0));
    if (type == Type.REAL) {
      sums.put(value, sum);
    }
    for (ScalarRows stretch : stretches) {
      List<Expr> values = new ArrayList<>();
      for (int row = 0; row < stretch.count(); row++) {
        values.add(stretch.elements(operand, row)[element]);
      }
      stretch.add(sum, values);
    }
    return sum;
  }

  /** The mean over the examples of a scalar, in double; of a value per step the value itself. */
  Expr mean(String hint, Node scalar, Expr count) {
    compute(scalar);
    if (!scalar.perExample()) {
      return done.get(scalar)[0];
    }
    if (single) {
      return stretches.get(0).elements(scalar, 0)[0];
    }
    Local sum = sum(scalar, 0, hint, Type.DOUBLE);
    return Expr.apply(Function.DIVIDE, Expr.ref(sum), count);
  }

  /** Computes what the roots' batch means are of; what comes after belongs to the tail. */
  void batchMeans(List<Node> roots) {
    for (Node node : Topology.sort(roots)) {
      if (node.op() == Op.BATCH_MEAN) {
        compute(node.input(0));
      }
    }
    late = true;
  }

  /** Stores the elements of a value per step in the tail. */
  void storeAll(Node node, ArrayRef target, int offset) {
    Expr[] elements = elements(node);
    for (int i = 0; i < elements.length; i++) {
      tail.store(target, Index.of(offset + i), elements[i]);
    }
  }

  /** The whole routine. */
  List<Stmt> finish() {
    List<Stmt> statements = new ArrayList<>(head.statements());
    if (single) {
      return statements;
    }
    for (Loop loop : loops) {
      if (!loop.body().statements().isEmpty()) {
        statements.add(loop.statement());
      }
    }
    statements.addAll(tail.statements());
    return statements;
  }
}
