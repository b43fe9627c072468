package dev.bpnet.compiler.lower.straight;

import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Topology;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.loop.ArrayRef;
import dev.bpnet.compiler.loop.Buffer;
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
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * One pass over examples in straight-line form. What an example needs of the parameters is computed
 * in the head, what belongs to an example in the body of the loop, the rest in the tail.
 */
final class ScalarPass {
  private final Layout layout;
  private final Expr from;
  private final Expr to;
  private final Expr firstOfBatch;
  private final Block head = Block.top();
  private final Block body = head.inner();
  private final Block tail = head.inner();
  private final Local example = Local.named("e", Type.INT);
  private final Map<Node, Expr[]> done = new IdentityHashMap<>();
  private final Map<Expr, Local> sums = new java.util.LinkedHashMap<>();
  private final List<Stmt> additions = new ArrayList<>();
  private final Map<Node, String> sumNames = new IdentityHashMap<>();
  private boolean late;

  /**
   * @param firstOfBatch the example that counts as number 0 for random values
   */
  ScalarPass(Layout layout, Expr from, Expr to, Expr firstOfBatch) {
    this.layout = layout;
    this.from = from;
    this.to = to;
    this.firstOfBatch = firstOfBatch;
  }

  Block body() {
    return body;
  }

  Block tail() {
    return tail;
  }

  Local example() {
    return example;
  }

  /** 1 / the number of examples in the batch, known from the given block on. */
  Expr scale(Block block) {
    Expr count = Expr.apply(Function.INT_TO_REAL, Index.of(Program.COUNT));
    return block.let(Expr.apply(Function.DIVIDE, new Expr.Real(1), count), "scale", true);
  }

  Block head() {
    return head;
  }

  /** Reads what the roots need of the parameters, in the order of the flat array. */
  void read(Collection<Node> roots) {
    Topology.sort(roots).stream()
        .filter(node -> node.op() == Op.VARIABLE && !node.perExample())
        .sorted(Comparator.comparingInt(node -> layout.offset(node.variable())))
        .forEach(this::elements);
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

  /** The elements of a value, computed where it belongs. */
  Expr[] elements(Node root) {
    for (Node node : Topology.sort(List.of(root))) {
      if (!done.containsKey(node)) {
        done.put(node, compute(node));
      }
    }
    return done.get(root);
  }

  private Expr[] compute(Node node) {
    Block block = node.perExample() ? body : late ? tail : head;
    return switch (node.op()) {
      case VARIABLE -> load(node, block);
      case CONSTANT -> {
        Expr[] elements = new Expr[node.shape().size()];
        Arrays.fill(elements, Elementwise.constant(node.value(), node.kind()));
        yield elements;
      }
      case RANDOM -> random(node);
      case BATCH_MEAN -> batchMean(node);
      default ->
          new ScalarRules(block).elements(node, node.inputs().stream().map(done::get).toList());
    };
  }

  private Expr[] load(Node node, Block block) {
    Variable variable = node.variable();
    Expr[] elements = new Expr[node.shape().size()];
    Buffer array = layout.array(variable);
    for (int i = 0; i < elements.length; i++) {
      Expr index = Index.of(layout.offset(variable) + i);
      if (node.perExample()) {
        index = Index.add(Index.multiply(Index.of(example), layout.size(array.role())), index);
      }
      Expr value = new Expr.Load(ArrayRef.flat(array), index);
      elements[i] = block.let(value, Hints.element(node, i), true);
    }
    return elements;
  }

  private Expr[] random(Node node) {
    Expr position = Expr.apply(Function.SUBTRACT, Index.of(example), firstOfBatch);
    Expr[] elements = new Expr[node.shape().size()];
    for (int i = 0; i < elements.length; i++) {
      Expr site = new Expr.Int(((Attribute.Site) node.attribute()).number());
      Expr value = Expr.apply(Function.RANDOM, site, position, new Expr.Int(i));
      elements[i] = body.let(value, Hints.element(node, i), true);
    }
    return elements;
  }

  private Expr[] batchMean(Node node) {
    Expr[] operand = done.get(node.input(0));
    Expr[] elements = new Expr[operand.length];
    for (int i = 0; i < operand.length; i++) {
      String name = sumNames.getOrDefault(node, Hints.camel("sum." + Hints.of(node)));
      Local sum = sum(operand[i], name + Hints.suffix(node.shape(), i), Type.REAL);
      elements[i] = tail.apply(Function.MULTIPLY, Expr.ref(sum), scale(tail));
    }
    return elements;
  }

  /** A variable that adds the value up over the examples. */
  private Local sum(Expr value, String hint, Type type) {
    return sums.computeIfAbsent(
        value,
        v -> {
          Expr zero = new Expr.Real(0);
          Local sum = head.variable(hint, type, zero);
          additions.add(new Stmt.Assign(sum, Expr.apply(Function.ADD, Expr.ref(sum), value)));
          return sum;
        });
  }

  /** The mean over the examples of a scalar, in double; of a value per step the value itself. */
  Expr mean(String hint, Node scalar, Expr count) {
    Expr value = elements(scalar)[0];
    if (!scalar.perExample()) {
      return value;
    }
    Local sum = head.variable(hint, Type.DOUBLE, new Expr.Real(0));
    additions.add(new Stmt.Assign(sum, Expr.apply(Function.ADD, Expr.ref(sum), value)));
    return Expr.apply(Function.DIVIDE, Expr.ref(sum), count);
  }

  /** Computes what the roots' batch means are of; what comes after belongs to the tail. */
  void batchMeans(List<Node> roots) {
    for (Node node : Topology.sort(roots)) {
      if (node.op() == Op.BATCH_MEAN) {
        elements(node.input(0));
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
    List<Stmt> perExample = new ArrayList<>(body.statements());
    perExample.addAll(additions);
    if (!perExample.isEmpty()) {
      statements.add(new Stmt.For(example, from, to, 1, perExample));
    }
    statements.addAll(tail.statements());
    return statements;
  }
}
